import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stripped } from './stripped.ts';
import { createGuard, type TestConfig, type TestGuard } from './guard.ts';
import { toWireConfig, type WireOptions } from './wire-config.ts';
import { WireEnd } from './wire-end.ts';

export type { WireOptions } from './wire-config.ts';

const SERVER = stripped(new URL('wire-server-process.ts', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly stderr: string;
}

/** Two ends with the bridge and the daemon between them; the test is client and server. */
export interface WireSession {
  readonly client: WireEnd;
  readonly server: WireEnd;
  /** How the bridge ended. */
  readonly exit: Promise<Exit>;
  /** Kills the bridge, so that it says nothing more. */
  kill(): void;
  /** Ends both ends; resolves when nothing of the session is left. */
  close(): Promise<Exit>;
}

/** A guard in front of servers that the test plays itself. */
export interface Wire extends AsyncDisposable {
  readonly guard: TestGuard;
  /** Opens a session with a server process of its own; one after the other. Throws when the bridge refuses. */
  connect(server?: string): Promise<WireSession>;
  /** Replaces the configuration. */
  configure(options: WireOptions): Promise<void>;
  close(): Promise<void>;
}

export async function createWire(options: WireOptions = {}): Promise<Wire> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-guard-wire-'));
  const meeting = join(folder, 'socket');
  const awaited: ((socket: Socket) => void)[] = [];
  const listener = createServer((socket) => awaited.shift()?.(socket)).listen(meeting);
  await once(listener, 'listening');
  const guard = await createGuard(toConfig(options, meeting));

  let last: Promise<unknown> = Promise.resolve();
  const open = async (name: string): Promise<WireSession> => {
    const arrived = new Promise<Socket>((resolve) => awaited.push(resolve));
    const { command, args, env } = guard.connect(name);
    const bridge = spawn(command, args, { env, cwd: folder, stdio: 'pipe' });
    const client = new WireEnd('client', bridge.stdout, bridge.stdin);
    const words = text(bridge.stderr);
    const exit = once(bridge, 'close').then(async (): Promise<Exit> => ({
      code: bridge.exitCode,
      stderr: await words,
    }));
    const first = await Promise.race([arrived, exit]);
    if ('stderr' in first) {
      awaited.pop();
      throw new BridgeRefusal(first);
    }
    const server = new WireEnd('server', first, first);
    const close = (): Promise<Exit> => {
      client.end();
      server.end();
      return exit;
    };
    return { client, server, exit, kill: () => void bridge.kill('SIGKILL'), close };
  };
  const close = async (): Promise<void> => {
    await guard.close();
    listener.close();
    await rm(folder, { recursive: true, force: true });
  };

  return {
    guard,
    connect(name = 'raw') {
      const session = last.then(() => open(name));
      last = session.catch(() => undefined);
      return session;
    },
    configure: (next) => guard.configure(toConfig(next, meeting)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The bridge ended instead of opening a session. */
export class BridgeRefusal extends Error {
  readonly exit: Exit;

  constructor(exit: Exit) {
    super(`the bridge ended with ${exit.code}: ${exit.stderr}`);
    this.exit = exit;
  }
}

const toConfig = (options: WireOptions, meeting: string): TestConfig =>
  toWireConfig(options, { command: process.execPath, args: [SERVER, meeting] });
