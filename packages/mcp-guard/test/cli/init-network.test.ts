import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClientsHome, type ClientsHome } from '../support/clients-home.ts';
import { startCommand } from '../support/command.ts';
import { runInTerminal, unfold } from '../support/pty.ts';
import { tinyServer } from '../support/tiny-server.ts';

/** As `npx` behind a company's proxy: it fails unless it knows the certificates. */
const NEEDS_CERTIFICATES = `
  if (!process.env.COMPANY_CA_BUNDLE) {
    console.error('npm error code SELF_SIGNED_CERT_IN_CHAIN\\nnpm error A complete log of this run can be found in: x');
    process.exit(1);
  }
  import(process.argv[1]);
`;

async function createHome(): Promise<ClientsHome> {
  const home = await createClientsHome();
  const { command, args } = tinyServer();
  const server = { command, args: ['-e', NEEDS_CERTIFICATES, ...args] };
  await home.write('.cursor/mcp.json', JSON.stringify({ mcpServers: { proxied: server } }));
  return home;
}

const MOVE = '[y/N/d] ';
const OFFER = 'write them into daemon.pass_env, and try again? [y/N] ';
const configOf = (home: ClientsHome): string => join(home.guard, 'mcp-guard.yaml');

describe('init behind a company proxy', () => {
  it('offers the variables that servers do not see, keeps them, and tries again', async () => {
    await using home = await createHome();
    const shell = { cwd: home.home, env: { ...home.env, COMPANY_CA_BUNDLE: '/canary.pem' } };
    const { screen } = await runInTerminal(shell, ['init'], [MOVE, 'y\n'], [OFFER, 'y\n']);
    expect(screen).toContain('do not see these variables of this terminal:\n  COMPANY_CA_BUNDLE\n');
    expect(screen).toMatch(/Cursor: proxied is guarded as proxied: it has \d+ tools/);
    expect(readFileSync(configOf(home), 'utf8')).toContain('daemon:\n  pass_env:\n    - COMPANY_CA_BUNDLE\n');
    expect(screen).not.toContain('canary');
    expect(await home.run('validate')).toMatchObject({ code: 0 });
  });

  it('says which variables help where the answer is no, and leaves everything as it was', async () => {
    await using home = await createHome();
    const shell = { cwd: home.home, env: { ...home.env, COMPANY_CA_BUNDLE: '/x.pem' } };
    const { screen } = await runInTerminal(shell, ['init'], [MOVE, 'y\n'], [OFFER, 'n\n']);
    expect(unfold(screen)).toContain('proxied stays as it was');
    expect(unfold(screen)).toContain('set NODE_EXTRA_CA_CERTS and SSL_CERT_FILE to the file of its certificates');
    expect(existsSync(configOf(home))).toBe(false);
  });

  it('asks nothing with --yes', async () => {
    await using home = await createHome();
    const shell = { ...home, env: { ...home.env, COMPANY_CA_BUNDLE: '/x.pem', NODE_EXTRA_CA_CERTS: '/none/ca.pem' } };
    const { code, stdout, stderr } = await startCommand(shell, 'init', '--yes').ended;
    expect(code).toBe(69);
    expect(stdout).toContain('SELF_SIGNED_CERT_IN_CHAIN');
    expect(stderr).toContain(
      'check that these name the certificates of your network: NODE_EXTRA_CA_CERTS (no such file)',
    );
  });
});

it('a trial that fails shows the line of the server that says why, as a whole', async () => {
  await using home = await createClientsHome();
  const file = `/nonexistent/${'folder/'.repeat(12)}server.js`;
  await home.write(
    '.cursor/mcp.json',
    JSON.stringify({ mcpServers: { gone: { command: process.execPath, args: [file] } } }),
  );
  const { stdout } = await home.run('init', '--yes');
  expect(stdout).toContain(`Error: Cannot find module '${file}'`);
});
