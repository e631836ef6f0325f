import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { createClientsHome, type ClientsHome } from '../support/clients-home.ts';
import { runInTerminal } from '../support/pty.ts';

/** With every key of a guard that has `policies`. */
const FOREIGN = {
  auth: { mode: 'jwt', keys: ['a-key-in-the-file', '${NOT_SET}'], jwt_secret: 'shared' },
  rate_limit: { requests_per_minute: 90 },
  servers: { files: { command: 'npx -y "@modelcontextprotocol/server-filesystem" /srv' }, other: { command: 'node' } },
  policies: {
    max_spend_per_session: 12.5,
    spend_cap_usd: 100,
    require_approval_above: 5,
    block_vendors: ['casino'],
    allow_vendors: ['shop'],
    deny: ['delete_*'],
    rate_limit: { spend_per_hour_usd: 40 },
    audit_log: './calls.jsonl',
    colour: 'blue',
  },
  routes: [{ mode: 'default', target: 'files' }],
};

const configOf = (home: ClientsHome): string => join(home.guard, 'mcp-guard.yaml');

describe('init --from', () => {
  it('takes over what means the same here, and says what does not', async () => {
    await using home = await createClientsHome();
    await home.write('old/guard.yaml', stringify(FOREIGN));
    const { code, stdout } = await home.run('init', '--from', 'old/guard.yaml', '--yes');
    expect(code).toBe(0);
    const key = `sha256:${hash('sha256', 'a-key-in-the-file')}`;
    expect(parse(readFileSync(configOf(home), 'utf8'))).toEqual({
      servers: {
        files: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/srv'] },
        other: { command: 'node' },
      },
      auth: {
        api_keys: { [key]: { roles: ['default'] } },
        roles: {
          default: { rate_limit: { requests_per_minute: 90 }, permissions: { denied_tools: ['delete_*'] } },
        },
      },
      spend: {
        max_per_session: 12.5,
        max_per_hour: 40,
        require_approval_above: 5,
        block_vendors: ['casino'],
        allow_vendors: ['shop'],
      },
      audit: { jsonl: home.at('old/calls.jsonl') },
    });
    for (const place of ['auth.mode', 'auth.keys[1]', 'auth.jwt_secret', 'policies.spend_cap_usd', 'routes'])
      expect(stdout).toContain(`\n  ${place}: `);
    expect(stdout).toContain('  policies.colour: there is no such setting');
    expect(stdout).not.toContain('a-key-in-the-file');
    expect((await home.run('validate')).stdout).toContain('is valid: 2 servers');
    expect((await home.run('init', '--undo', '--yes')).code).toBe(0);
    expect(existsSync(configOf(home))).toBe(false);
  });

  it('says what cannot run as it is written, and which settings of a server it does not know', async () => {
    await using home = await createClientsHome();
    const servers = { a: { command: 'npx -y tool | tee log', mystery: 1 }, b: { command: 'npx -y tool' } };
    await home.write('foreign.yaml', stringify({ auth: { mode: 'none' }, servers }));
    const foreign = await home.run('init', '--from', 'foreign.yaml', '--dry-run');
    expect(foreign.stdout).toContain('servers.a.mystery: there is no such setting');
    expect(foreign.stdout).toContain('no shell reads it');
    await home.write('ours.yaml', stringify({ servers: { b: servers.b } }));
    const ours = await home.run('init', '--from', 'ours.yaml', '--dry-run');
    expect(ours.stdout).toContain('write servers.b.command: npx, and args: ["-y", "tool"]');
  });

  it('takes a file over as it is where it already means the same', async () => {
    await using home = await createClientsHome();
    const text =
      '# mine\nservers:\n  raw: {command: node, args: [server.mjs]}\npii: {actions: {email: {request: block}}}\n';
    await home.write('guard.yaml', text);
    const { stdout } = await home.run('init', '--from', 'guard.yaml', '--yes');
    expect(stdout).toContain('everything is taken over');
    expect(readFileSync(configOf(home), 'utf8')).toBe(text);
  });

  it('asks before it writes, and shows the whole file without secrets', async () => {
    await using home = await createClientsHome();
    const token = `ghp_${'a8Kd0fLq'.repeat(4)}Zp3T`;
    await home.write(
      'guard.yaml',
      stringify({ ...FOREIGN, servers: { raw: { command: 'x', env: { TOKEN: token } } } }),
    );
    const question = `write ${configOf(home)}? (d shows every change) [y/N/d] `;
    const { code, screen } = await runInTerminal(
      home,
      ['init', '--from', 'guard.yaml'],
      [question.slice(-38), 'd\n'],
      [question.slice(-38), 'n\n'],
    );
    expect(code).toBe(77);
    expect(screen).toContain('requests_per_minute: 90');
    expect(screen).not.toContain(token);
    expect(existsSync(configOf(home))).toBe(false);
  });

  it('--dry-run writes nothing, and --json names all there is', async () => {
    await using home = await createClientsHome();
    await home.write('guard.yaml', stringify(FOREIGN));
    const { stdout } = await home.run('init', '--from', 'guard.yaml', '--dry-run', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      servers: ['files', 'other'],
      untaken: expect.arrayContaining([{ place: 'routes', why: expect.any(String) }]),
    });
    expect(existsSync(configOf(home))).toBe(false);
  });

  it.each([
    ['servers: {a: {command: x, colour: blue}}', 'colour'],
    ['servers: {a: {command: x}}\npolicies: {require_approval_above: [1]}', 'spend.require_approval_above'],
    ['a list: [', 'this is not YAML'],
    ['- 1', 'no configuration of a guard'],
  ])('refuses %j in one sentence, and writes nothing', async (text, words) => {
    await using home = await createClientsHome();
    await home.write('guard.yaml', text);
    const { code, stderr } = await home.run('init', '--from', 'guard.yaml', '--yes');
    expect(code).toBe(78);
    expect(stderr).toContain(words);
    expect(existsSync(configOf(home))).toBe(false);
  });

  it('refuses to replace a configuration, a file that is not there, and options about clients', async () => {
    await using home = await createClientsHome();
    await home.write('guard.yaml', stringify(FOREIGN));
    await home.write('.config/mcp-guard/mcp-guard.yaml', 'servers: {}\n');
    const again = await home.run('init', '--from', 'guard.yaml', '--yes');
    expect(again.stderr).toContain('there is a configuration already');
    expect(readFileSync(configOf(home), 'utf8')).toBe('servers: {}\n');
    expect((await home.run('init', '--from', 'nothing.yaml', '--yes')).stderr).toContain('there is no such file');
    expect((await home.run('init', '--from', 'guard.yaml', '--project')).stderr).toContain('--project cannot be used');
  });
});

it('a command that is several words is named with what to write', async () => {
  await using home = await createClientsHome();
  await home.write('.config/mcp-guard/mcp-guard.yaml', 'servers: {a: {command: npx -y tool "two words"}}\n');
  const { stdout, stderr } = await home.run('validate');
  expect(stdout + stderr).toContain('write servers.a.command: npx, and args: ["-y", "tool", "two words"]');
});
