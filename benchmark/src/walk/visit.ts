/*
 * The program that walks: starts the daemon of the built packages, whose functions report their entries, sends one
 * call through it, and prints functions and entries as JSON. A process of its own, since modules are loaded once.
 */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { instrument, PROBE, type Counted } from './instrument.js';

/** More entries than any walk should have. */
const MAX_ENTRIES = 1_000_000;
/** For what happens after the response. */
const REST_MS = 50;
/** A timer, or what a daemon does soon after its start, may fall into a walk: the shortest has neither if it came twice. */
const WALKS = { min: 10, max: 60 };

const BUILT = /\/packages\/([a-z-]+)\/dist\/(.*\.js)$/;
const counted: Counted[] = [];
let entered: number[] = [];
let isWalking = false;

Object.assign(globalThis, {
  [PROBE]: (number: number): void => {
    if (isWalking && entered.length < MAX_ENTRIES) entered.push(number);
  },
});
registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const [, name, path] = BUILT.exec(url) ?? [];
    if (name === undefined || path === undefined) return loaded;
    return { ...loaded, source: instrument(readFileSync(fileURLToPath(url), 'utf8'), `${name}/${path}`, counted) };
  },
});

/** A server with everything that a tools/call can be asked about. */
const CONFIGURATION = `
servers:
  walk:
    command: ${JSON.stringify(process.execPath)}
    args: [${JSON.stringify(fileURLToPath(new URL('../tiny-server.js', import.meta.url)))}]
    policy:
      permissions:
        allowed_tools: [echo, 'read_*']
        arguments: [{ tool: echo, path: /bytes, min: 0, max: 1000 }]
      rate_limit: { requests_per_minute: 1000, tool_limits: { echo: { requests_per_minute: 500 } } }
spend: { tools: { echo: { price: '0.01' } }, max_per_day: 100 }
`;

const built = (name: string, path: string): URL => new URL(path, import.meta.resolve(name));

const root = mkdtempSync(join(tmpdir(), 'mcp-guard-walk-'));
try {
  const home = join(root, 'home');
  mkdirSync(home, { mode: 0o700 });
  const { guardPaths, toHelloLine } = await import('@mcp-guard/core');
  const { startDaemon } = await import('@mcp-guard/daemon');
  const paths = guardPaths(home);
  writeFileSync(paths.config, CONFIGURATION, { mode: 0o600 });
  const daemon = await startDaemon({
    version: '0',
    home,
    config: paths.config,
    typed: true, // a person agrees to a home of its own
    env: { ...process.env, MCP_GUARD_LOG_LEVEL: 'silent' },
    workers: {
      takeover: built('@mcp-guard/store', 'sqlite/takeover-worker.js'),
      large: built('@mcp-guard/daemon', 'large/worker.js'),
      history: built('@mcp-guard/daemon', 'view/calls/history-worker.js'),
    },
    commands: built('@mcp-guard/daemon', './'), // no page is asked for, nor what it runs
    page: built('@mcp-guard/daemon', './'),
  });
  const key = readFileSync(paths.key, 'utf8').trim();
  const hello = { server: 'walk', key, cwd: root, config: undefined, credential: undefined, forward: new Map() };
  await walk(connect(paths.socket), toHelloLine(hello));
  await daemon.stop();
  await daemon.stopped;
} finally {
  rmSync(root, { recursive: true, force: true });
}
// The daemon's process would end here too: threads and timers of its own would keep this one.
process.stdout.write(JSON.stringify({ functions: counted, entered }), () => process.exit(0));

/** Shakes hands, calls once so that caches are as they mostly are, and walks with the next calls. */
async function walk(socket: Socket, hello: string): Promise<void> {
  const lines = createInterface({ input: socket });
  const send = async (message: object): Promise<void> => {
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const heard: readonly unknown[] = await once(lines, 'line');
    if (!String(heard[0]).includes('"result"')) throw new Error(`the walk was refused: ${String(heard[0])}`);
  };
  const call = (id: number): Promise<void> => {
    const params = { name: 'echo', arguments: { message: `hello ${id}`, bytes: 7 } };
    return send({ id, method: 'tools/call', params });
  };

  socket.write(hello);
  await once(lines, 'line');
  const clientInfo = { name: 'walk', version: '0' };
  await send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  socket.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  await call(2);
  await sleep(REST_MS);
  const walks: number[][] = [];
  for (let id = 3; walks.length < WALKS.max; id++) {
    entered = [];
    isWalking = true;
    await call(id);
    await sleep(REST_MS);
    isWalking = false;
    walks.push(entered);
    walks.sort((one, other) => one.length - other.length);
    if (walks.length >= WALKS.min && walks[0]?.join() === walks[1]?.join()) break;
  }
  entered = walks[0] ?? [];
  socket.destroy();
}
