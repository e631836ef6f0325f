import { spawn } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createGuard, type CommandLine } from '../support/guard.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';

const everything = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

/** Says everything at once, ends its input, and returns what it heard until the end. */
async function sayAndEnd({ command, args, env }: CommandLine, lines: readonly object[]): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  let heard = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) heard += String(chunk);
  return heard;
}

it('a large message is delivered although its client ended its input behind it', async () => {
  await using guard = await createGuard({
    servers: { everything: { command: process.execPath, args: [everything, 'stdio'] } },
  });
  const message = 'x'.repeat(1_000_000);
  const call = { jsonrpc: '2.0', id: 5, method: 'tools/call', params: { name: 'echo', arguments: { message } } };
  const heard = await sayAndEnd(guard.connect('everything'), [
    INITIALIZE,
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    call,
  ]);
  const answers = heard
    .trim()
    .split('\n')
    .map((line): { id?: number; result?: unknown } => JSON.parse(line));
  expect(answers.find(({ id }) => id === 5)?.result).toEqual({ content: [{ type: 'text', text: `Echo: ${message}` }] });
});

it('a working folder that cannot be entered refuses its session and no other (crash of the daemon)', async () => {
  await using guard = await createGuard({ servers: { tiny: tinyServer() } });
  const closed = join(guard.home, 'closed');
  await mkdir(closed);
  await guard.configure({ servers: { tiny: tinyServer(), lost: { ...tinyServer(), cwd: join(closed, 'missing') } } });
  await chmod(closed, 0o000);
  const client = startClient(guard.connect('tiny'));
  await client.initialize();
  expect(await sayAndEnd(guard.connect('lost'), [INITIALIZE])).toContain('its working folder cannot be entered');
  expect(await client.call('echo', { text: 'still here' })).toBe('still here');
  await client.end();
  await chmod(closed, 0o700);
});
