import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../../cli/test/run-here.ts';
import { shellOf } from '../support/command.ts';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/with-guard.ts';
import { play, session } from './terminal.ts';

// covers: audit.enabled

let guard: TestGuard;
beforeAll(async () => {
  guard = await createGuard({});
});
afterAll(() => guard.close());

/** What `validate` says of a file, as a terminal shows it. */
async function validate(yaml: string): Promise<string> {
  await guard.configure(yaml);
  return play(guard, '$ mcp-guard validate', shellOf(guard), runHere);
}

describe('validate', () => {
  it('reports that a configuration is valid and how many servers it has', async () => {
    expect(await validate('servers:\n  files:\n    command: npx\n    args: [-y, server-filesystem]\n')).toBe(session`
      $ mcp-guard validate
      HOME/mcp-guard.yaml is valid: 1 server
    `);
  });

  it('reports how methods outside the specification are treated', async () => {
    const refuse = '{command: sh, policy: {unknown_methods: refuse}}';
    const listed = '{command: sh, policy: {permissions: {allowed_tools: [read]}}}';
    const carried = '{command: sh, policy: {unknown_methods: carry, permissions: {allowed_tools: [read]}}}';
    expect(await validate(`servers: {a: ${refuse}, b: ${listed}, c: ${carried}}`)).toBe(session`
      $ mcp-guard validate
      HOME/mcp-guard.yaml is valid: 3 servers
      ! warning: mcp-guard.yaml:1:COLUMN servers.c.policy.unknown_methods: unknown methods are carried, although no allow list describes them
      ! a: unknown methods are refused
      ! b: unknown methods are refused, since an allow list is set
    `);
  });

  it('warns of rules that can never match, and of none at all', async () => {
    const yaml = `
servers:
  a:
    command: sh
    policy:
      permissions: {allowed_tools: [read, write], denied_tools: [write], allowed_prompts: []}
  b:
    command: sh
    policy: {unknown_methods: carry, permissions: {allowed_resources: ['file:///*'], denied_resources: ['*']}}
`;
    expect(await validate(yaml)).toBe(session`
      $ mcp-guard validate
      HOME/mcp-guard.yaml is valid: 2 servers
      ! warning: mcp-guard.yaml:6:43 servers.a.policy.permissions.allowed_tools[1]: "write" can never match, it is denied too
      ! warning: mcp-guard.yaml:6:91 servers.a.policy.permissions.allowed_prompts: it is empty, so all prompts are denied
      ! warning: mcp-guard.yaml:9:72 servers.b.policy.permissions.allowed_resources[0]: "file:///*" can never match, it is denied too
      ! warning: mcp-guard.yaml:9:71 servers.b.policy.permissions.allowed_resources: so all resources are denied
      ! warning: mcp-guard.yaml:9:31 servers.b.policy.unknown_methods: unknown methods are carried, although no allow list describes them
      ! a: unknown methods are refused, since an allow list is set
    `);
    expect(await validate('servers: {}')).toBe(session`
      $ mcp-guard validate
      HOME/mcp-guard.yaml is valid: 0 servers
      ! warning: mcp-guard.yaml:1:COLUMN servers: there are none, so no client can connect
    `);
  });

  it('names every problem at once, each with its place', async () => {
    const yaml = `
servers:
  files:
    command: npx
    polcy: {}
    env: {PORT: 80}
    policy:
      permissions:
        denied_tools: ['^(', '']
  bad/name: {command: x}
daemon: {max_depth: 2}
audit: {enabled: false}
`;
    const told = await validate(yaml);
    for (const problem of [
      '5:5: servers.files.polcy: unknown key; did you mean policy?',
      '6:17: servers.files.env.PORT: expected text, not a number',
      '9:24: servers.files.policy.permissions.denied_tools[0]: the expression does not compile: ',
      '9:30: servers.files.policy.permissions.denied_tools[1]: an empty pattern matches nothing',
      '10:3: servers.bad/name: a server’s name has 1 to 64 letters',
      '11:21: daemon.max_depth: ',
      '12:18: audit.enabled: the audit cannot be switched off',
    ]) {
      expect(told).toContain(`! mcp-guard: HOME/mcp-guard.yaml:${problem}`);
    }
    expect(told.split('\n').at(-1)).toBe('exit 78');
  });

  it('refuses a port that there is none of', async () => {
    expect(await validate('daemon: {dashboard_port: 65536}\nservers: {a: {command: sh}}')).toBe(session`
      $ mcp-guard validate
      ! mcp-guard: HOME/mcp-guard.yaml:1:26: daemon.dashboard_port: expected at most 65535
      exit 78
    `);
  });

  it('warns if nothing is searched, and of an exception for no server', async () => {
    const yaml = 'servers: {}\npii:\n  enabled: false\n  exceptions: [{ type: email, server: nope, path: "*" }]\n';
    const told = await validate(yaml);
    expect(told).toContain('mcp-guard.yaml:3:12 pii.enabled: nothing is searched: secrets pass');
    expect(told).toContain('pii.exceptions[0].server: there is no server "nope"');
  });

  it('reports where a text is no YAML', async () => {
    const told = await validate('servers:\n  a: [\n');
    expect(told).toMatch(/^! mcp-guard: HOME\/mcp-guard\.yaml:3:1: \S/mu);
    expect(told).toMatch(/\nexit 78$/u);
  });

  it('names the variable that is not set, and takes it from secrets.env', async () => {
    const yaml = 'servers: {a: {command: sh, env: {TOKEN: "${TOKEN}", OTHER: "${OTHER:-else}"}}}';
    expect(await validate(yaml)).toBe(session`
      $ mcp-guard validate
      ! mcp-guard: HOME/mcp-guard.yaml:1:41: the variable TOKEN is not set; it can be put into secrets.env
      exit 78
    `);
    await writeFile(join(guard.home, 'secrets.env'), '# mine\nTOKEN="x y"\n', { mode: 0o600 });
    expect(await validate(yaml)).toBe(session`
      $ mcp-guard validate
      HOME/mcp-guard.yaml is valid: 1 server
    `);
  });

  it('checks the file that -c names, and reports a missing one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mcp-guard-test-'));
    await writeFile(join(folder, 'team.yaml'), 'servers: {}');
    const named = await play(guard, `$ mcp-guard validate -c ${folder}/team.yaml`);
    expect(named).toContain(`\n${folder}/team.yaml is valid: 0 servers\n`);
    expect(await play(guard, '$ mcp-guard validate -c /no/such.yaml')).toBe(session`
      $ mcp-guard validate -c /no/such.yaml
      ! mcp-guard: there is no configuration at /no/such.yaml
      ! mcp-guard: write one with: mcp-guard init -o /no/such.yaml
      exit 78
    `);
    await rm(folder, { recursive: true });
  });
});

it('warns of patterns that match no tool that the server has shown, also in a list of many', () =>
  withGuard(
    { servers: { tiny: { ...tinyServer(), policy: { permissions: { denied_tools: ['ecko', 'pi*'] } } } } },
    async (own) => {
      const missing = 'servers.tiny.policy.permissions.denied_tools[0]: "ecko" matches no tool that tiny has shown\n';
      expect((await own.run('validate')).stderr).not.toContain('has shown');
      const client = startClient(own.connect('tiny'));
      await client.initialize();
      await client.request('tools/list');
      await client.end();
      const { stderr } = await own.run('validate');
      expect(stderr).toContain(missing);
      expect(stderr).not.toContain('"pi*"');
    },
  ));

it('warns of rules without effect, each with its place', () =>
  withGuard(
    `auth: {roles: {idle: {}, busy: {users: [anna]}}}
servers:
  a:
    command: sh
    policy:
      locked: true
      permissions: {arguments: [{tool: pay, path: /a, min: 5, max: 4}]}
      rate_limit: {requests_per_hour: 0, tool_limits: {pay: {requests_per_minute: 0}}}
      sampling: {enabled: true, rate_limit: 0}
`,
    async (own) => {
      const { code, stderr } = await own.run('validate');
      expect(code).toBe(0);
      const at = 'servers.a.policy';
      expect(stderr.split('\n').filter((line) => line.startsWith('warning: '))).toEqual([
        `warning: mcp-guard.yaml:6:15 ${at}.locked: counts in a base only`,
        `warning: mcp-guard.yaml:7:33 ${at}.permissions.arguments[0]: \`min\` is above \`max\`, so nothing passes`,
        `warning: mcp-guard.yaml:8:39 ${at}.rate_limit.requests_per_hour: a limit of zero lets nothing pass`,
        `warning: mcp-guard.yaml:8:83 ${at}.rate_limit.tool_limits.pay.requests_per_minute: a limit of zero lets nothing pass`,
        `warning: mcp-guard.yaml:9:45 ${at}.sampling.rate_limit: a limit of zero lets nothing pass`,
        'warning: mcp-guard.yaml:1:22 auth.roles.idle: no user has this role',
      ]);
    },
  ));
