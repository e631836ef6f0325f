/**
 * The main job, once: a real MCP client reads files through the guard from a real MCP
 * server, a denied tool is hidden and refused, a secret does not arrive, personal data
 * is taken out, a call waits for a person, and the record shows all of it.
 * Everything happens in a temporary folder that is gone afterwards.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const say = (text = '') => console.log(text);
const root = mkdtempSync(join(tmpdir(), 'mcp-guard-demo-'));
const [home, files] = [join(root, 'home'), join(root, 'files')];
const bin = fileURLToPath(new URL('../bin/mcp-guard.cjs', import.meta.url));
const env = { PATH: process.env.PATH ?? '', HOME: root, MCP_GUARD_HOME: home };
const guard = (...args) =>
  execFileSync(process.execPath, [bin, ...args], { env, cwd: root, encoding: 'utf8' }).trimEnd();
const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-filesystem/package.json');

for (const folder of [home, files]) mkdirSync(folder, { mode: 0o700 });
writeFileSync(join(files, 'hello.txt'), 'Hello from behind the guard.\n');
// Drawn anew each time: what manuals print is known to everybody, and passes.
writeFileSync(join(files, '.env'), `AWS_SECRET_KEY=${randomBytes(30).toString('base64')}\n`);
writeFileSync(join(files, 'customer.txt'), 'Ada, SSN 536-90-4399\n');
writeFileSync(
  join(home, 'mcp-guard.yaml'),
  `servers:
  filesystem:
    command: ${process.execPath}
    args: [${join(dirname(manifest), 'dist', 'index.js')}, ${files}]
    policy:
      permissions:
        denied_tools: [write_file, edit_file, move_file]
        require_approval: [create_directory]
approvals: { wait: 0 } # no person watches the demo
`,
  { mode: 0o600 },
);

try {
  say('The configuration denies write_file, edit_file and move_file of the server "filesystem",');
  say('and wants a person to decide about create_directory.');
  say(`> mcp-guard start -d\n${guard('start', '-d').replaceAll(root, '…')}`);

  say('\nAn MCP client (the SDK’s) starts "mcp-guard connect -s filesystem" instead of the server.');
  const client = new Client({ name: 'demo', version: '1.0.0' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bin, 'connect', '-s', 'filesystem'],
    env,
    stderr: 'ignore',
  });
  await client.connect(transport);

  const { tools } = await client.listTools();
  say(
    `  lists ${tools.length} tools; write_file among them: ${tools.some(({ name }) => name === 'write_file') ? 'yes' : 'no'}`,
  );
  const path = join(files, 'hello.txt');
  const readFile = (name) => client.callTool({ name: 'read_text_file', arguments: { path: join(files, name) } });
  for (const name of ['hello.txt', 'customer.txt']) {
    const { content } = await readFile(name);
    say(`  reads ${name}: ${JSON.stringify(content[0].text.trim())}`);
  }
  await readFile('.env').then(
    () => Promise.reject(new Error('.env was not refused')),
    (error) => say(`  reads .env: ${error.message}`),
  );
  await client.callTool({ name: 'write_file', arguments: { path, content: 'overwritten' } }).then(
    () => Promise.reject(new Error('write_file was not refused')),
    (error) => say(`  calls write_file all the same: ${error.message}`),
  );
  await client.callTool({ name: 'create_directory', arguments: { path: join(files, 'new') } }).then(
    () => Promise.reject(new Error('create_directory was not held')),
    (error) => say(`  calls create_directory: ${error.message}`),
  );
  await client.close();

  say(`\n> mcp-guard approvals list\n${guard('approvals', 'list').replaceAll(root, '…')}`);

  say(`\n> mcp-guard logs\n${guard('logs').replaceAll(root, '…')}`);
  say(`\n> mcp-guard logs --verify\n${guard('logs', '--verify')}`);
  say(`\n> mcp-guard stop\n${guard('stop')}`);
} finally {
  spawnSync(process.execPath, [bin, 'stop'], { env, cwd: root, stdio: 'ignore' }); // where something went wrong before
  rmSync(root, { recursive: true, force: true });
}
