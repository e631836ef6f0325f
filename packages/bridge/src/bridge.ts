/**
 * `mcp-guard connect -s NAME`: what an MCP client starts instead of the real server.
 *
 * It sends one line to the daemon, and its own input and output with it; if the daemon cannot take those, it copies their
 * bytes. It holds no policy and keeps no state, and if the daemon cannot be reached it refuses: it never starts a server itself.
 */
import { isAbsolute, resolve } from 'node:path';
import {
  GuardError,
  guardHome,
  guardPaths,
  isOurSocket,
  locateDaemon,
  readForward,
  readKey,
  toHelloLine,
  type OpenCall,
} from '@mcp-guard/core';
import type { ReadOpenCalls } from './answer-open.js';
import { attend } from './attend.js';
import { greet, type Greeting } from './greet.js';
import { chooseSendHello, keepOutput, releaseInputAndOutput, type SendHello } from './hand-over.js';
import { relay } from './relay.js';

export interface BridgeOptions {
  readonly server: string;
  /** `--config` */
  readonly config: string | undefined;
  readonly version: string;
  /** The compiled entry of the daemon's process. */
  readonly program: string;
  /** The calls of a session that the record of a home has no answer for. */
  readonly readOpenCalls: (home: string, session: string) => Promise<readonly OpenCall[]>;
}

export async function runBridge({ server, config, version, program, readOpenCalls }: BridgeOptions): Promise<void> {
  const { env } = process;
  const cwd = process.cwd();
  const entrance = guardPaths(guardHome(env));
  const named = config ?? env['MCP_GUARD_CONFIG'];
  if (named && !isAbsolute(named)) {
    // A client may start in a folder that a stranger controls.
    throw new GuardError('CONFIG_INVALID', `a client must name its configuration with an absolute path, not ${named}`);
  }
  const configPath = named ? resolve(named) : entrance.config;
  const forward = readForward(env);
  let chosen: Promise<SendHello> | undefined;
  const choose = (): Promise<SendHello> => (chosen ??= chooseSendHello());

  const reach = async (): Promise<Greeting | undefined> => {
    const { paths, socket } = locateDaemon(entrance, configPath);
    const key = isOurSocket(socket) ? readKey(paths.key) : undefined;
    if (key === undefined) return undefined;
    const credential = env['MCP_GUARD_API_KEY'] || undefined;
    return greet(socket, toHelloLine({ server, key, cwd, config: configPath, credential, forward }), await choose());
  };
  const start = async (): Promise<Greeting> => {
    const { startAndReach } = await import('@mcp-guard/core/start-daemon'); // seldom needed
    const reached = startAndReach({ paths: entrance, config: configPath, env, typed: false, version, program, reach });
    void choose(); // while the daemon starts: what it loads takes a while
    return reached;
  };

  const greeting = (await reach()) ?? (await start());
  process.stderr.write(`mcp-guard: the log of the server is ${greeting.log}\n`);
  const { home } = locateDaemon(entrance, configPath).paths;
  const { session } = greeting;
  const readOpen: ReadOpenCalls = async () => (session === undefined ? [] : readOpenCalls(home, session));
  if (!greeting.isHandedOver) return relay(greeting, readOpen);
  const output = await keepOutput();
  releaseInputAndOutput();
  attend(greeting, output, readOpen);
}
