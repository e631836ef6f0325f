import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  FAREWELL_MARK,
  GuardError,
  guardPaths,
  parseFarewell,
  toHelloLine,
  type Farewell,
  type Hello,
} from '@mcp-guard/core';
import {
  openMemoryEnd,
  startDaemon,
  TIMINGS,
  openRemote,
  workingFolder,
  type DaemonOptions,
  type End,
  type UpstreamOptions,
  type RunningDaemon,
  type Timings,
  type Upstreams,
} from '@mcp-guard/daemon';
import { openSqliteReader, type AuditFilter, type AuditRow } from '@mcp-guard/store';
import { askDaemon } from './ask-daemon.ts';
import { countDaemon } from './count-daemon.ts';
import { makeUsual, toText, type TestConfig } from './guard.ts';
import type { HttpFront } from './http/http-front.ts';
import { playedOverHttp } from './http/played-over-http.ts';
import { toWireConfig, type WireOptions } from './wire-config.ts';
import { WireEnd } from './wire-end.ts';

/** What tests wait for happens soon. */
export const FAST: Timings = {
  ...TIMINGS,
  firstClient: 0,
  bridgeCheck: 50,
  serverGrace: 200,
  inputEndGrace: 50,
  configWatch: 20,
  configRetry: 100,
  webhookRetry: 20,
};

const program = (path: string): URL => new URL(`../../../${path}`, import.meta.url);

export interface InProcessOptions
  extends
    WireOptions,
    Partial<
      Pick<DaemonOptions, 'version' | 'timings' | 'interceptors' | 'formats' | 'systemFolders' | 'clock' | 'typed'>
    > {
  /** Beside PATH, HOME and MCP_GUARD_HOME. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A client and a server with a daemon between them. All three run in the test's own process. */
export interface InProcessSession {
  readonly client: WireEnd;
  readonly server: WireEnd;
  /** Resolves once the daemon has ended the session, with its reason where it gave one. */
  readonly farewell: Promise<Farewell | undefined>;
  /** Cuts the client off, as a killed bridge does. */
  kill(): void;
  /** Cuts the server off, as a killed server does. */
  killServer(): void;
  /** Ends both ends; resolves once the daemon has ended the session. */
  close(): Promise<Farewell | undefined>;
}

/** A daemon in the test's own process, in front of servers that the test plays itself. */
export interface InProcess extends AsyncDisposable {
  readonly home: string;
  readonly daemon: RunningDaemon;
  /** Opens a session over the daemon's real socket; one after the other. Throws `BridgeRefused` where the daemon refuses. */
  connect(server?: string, hello?: Partial<Hello>): Promise<InProcessSession>;
  /** Replaces the configuration by an atomic rename. The daemon sees that after `timings.configWatch`. */
  configure(options: WireOptions): Promise<void>;
  /** What the control API answers; with a body it is a POST. */
  ask<T>(path: string, body?: unknown): Promise<T>;
  /** Every row of the record that is committed, the oldest first; also once the daemon was stopped. */
  rows(filter?: AuditFilter): readonly AuditRow[];
  /** Stops the daemon and leaves its home, so that another daemon can take it. */
  stop(): Promise<void>;
  /** Stops the daemon and removes its home. */
  close(): Promise<void>;
}

/** The daemon refused to open a session. */
export class BridgeRefused extends Error {
  readonly farewell: Farewell | undefined;

  constructor(farewell: Farewell | undefined) {
    super(`the session was refused: ${farewell?.message ?? 'without a word'}`);
    this.farewell = farewell;
  }
}

export async function startInProcess(options: InProcessOptions = {}): Promise<InProcess> {
  const root = await mkdtemp(join(tmpdir(), 'mcp-guard-in-process-'));
  const home = join(root, 'home');
  await mkdir(home, { mode: 0o700 });
  await writeConfig(home, toConfig(options));
  const removed = (): Promise<void> => rm(root, { recursive: true, force: true });
  try {
    return await startAt({ root, home, removed }, options);
  } catch (error) {
    await removed();
    throw error;
  }
}

async function startAt(
  { root, home, removed }: Place & { readonly removed: () => Promise<void> },
  options: InProcessOptions,
): Promise<InProcess> {
  /** Servers that were opened and that no session was handed yet. */
  const servers: Duplex[] = [];
  const daemon = await startHere({ root, home }, options, playedBy(servers));
  let last: Promise<unknown> = Promise.resolve();
  const open = async (name: string, hello: Partial<Hello>): Promise<InProcessSession> => {
    const client = await greet(home, { server: name, cwd: root, ...hello });
    const otherSide = servers.shift();
    if (!otherSide) throw new Error('a session was opened without a server');
    return toSession(client, otherSide);
  };
  const stop = async (): Promise<void> => {
    await daemon.stop();
    await daemon.stopped;
  };
  const close = async (): Promise<void> => {
    await stop();
    await removed();
  };
  return {
    home,
    daemon,
    connect(server = 'raw', hello = {}) {
      const session = last.then(() => open(server, hello));
      last = session.catch(() => servers.splice(0));
      return session;
    },
    configure: (next) => writeConfig(home, toConfig(next)),
    ask: (path, body) => askDaemon({ home }, path, body),
    rows: (filter = {}) => readRows(home, filter),
    stop,
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Place {
  readonly root: string;
  readonly home: string;
}

/** A daemon changes the mask of its process, and restores what it found: here that may be another daemon's. */
const mask = { running: 0, before: 0 };

/** Starts the daemon of a home in this process. Default: with servers that are processes. */
export async function startHere(
  { root, home }: Place,
  {
    env,
    version = 'test',
    timings = FAST,
    typed = false,
    interceptors,
    formats,
    systemFolders,
    clock,
  }: InProcessOptions = {},
  upstreams?: Upstreams,
): Promise<RunningDaemon> {
  countDaemon(home, 'here');
  await makeUsual(root, home);
  if (mask.running++ === 0) mask.before = process.umask(0o077);
  const restore = (): void => {
    if (--mask.running === 0) process.umask(mask.before);
  };
  const starting = startDaemon({
    version,
    home,
    config: configPath(home),
    typed,
    env: { PATH: process.env['PATH'] ?? '', HOME: root, MCP_GUARD_HOME: home, ...env },
    workers: {
      takeover: program('store/dist/sqlite/takeover-worker.js'),
      large: program('daemon/dist/large/worker.js'),
      history: program('daemon/dist/view/calls/history-worker.js'),
    },
    commands: program('mcp-guard/dist/cli.js'),
    page: program('mcp-guard/dist/page/'),
    timings,
    ...(upstreams && { upstreams }),
    ...(interceptors && { interceptors }),
    ...(formats && { formats }),
    ...(systemFolders && { systemFolders }),
    ...(clock && { clock }),
  });
  starting.then(({ stopped }) => stopped).then(restore, restore);
  return starting;
}

/**
 * Servers of every transport, as streams of the test. The other side of each that is opened goes into the list.
 * @param front what those of Streamable HTTP are reached through, with the end of the product
 */
export function playedBy(servers: Duplex[], front?: HttpFront): Upstreams {
  const play = ({ name, share, lines }: Pick<UpstreamOptions, 'name' | 'share' | 'lines'>): End => {
    const reason = new GuardError('UPSTREAM_UNAVAILABLE', `the server ${name} ended`);
    const { end, otherSide } = openMemoryEnd({ label: 'memory', reason, share, lines });
    servers.push(otherSide);
    return end;
  };
  const remote = openRemote(play);
  return {
    stdio: (options) => ({ end: play(options), cwd: workingFolder(options.config, options.client.cwd) }),
    'streamable-http': front ? playedOverHttp(front, servers) : remote,
    sse: remote,
    websocket: remote,
  };
}

/** Every row of the record that is committed, the oldest first; also once the daemon was stopped. */
export function readRows(home: string, filter: AuditFilter): readonly AuditRow[] {
  const reader = openSqliteReader({ path: guardPaths(home).database, key: undefined });
  try {
    return [...reader.audit.all(filter)];
  } finally {
    reader.close();
  }
}

const configPath = (home: string): string => join(home, 'mcp-guard.yaml');

async function writeConfig(home: string, config: TestConfig): Promise<void> {
  const draft = `${configPath(home)}.new`;
  await writeFile(draft, toText(config), { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, configPath(home));
}

/** No process is started, so any program that exists will do as the command. */
const toConfig = (options: WireOptions): TestConfig =>
  toWireConfig(options, { command: process.execPath, args: [fileURLToPath(import.meta.url)] });

export interface Greeted {
  readonly socket: Socket;
  readonly lines: UntilFarewell;
}

/** Says hello as a bridge does, and reads the welcome. */
export async function greet(home: string, hello: Partial<Hello> & Pick<Hello, 'server' | 'cwd'>): Promise<Greeted> {
  const key = (await readFile(guardPaths(home).key, 'utf8')).trim();
  const socket = createConnection({ path: guardPaths(home).socket, allowHalfOpen: true });
  socket.on('error', () => undefined); // a daemon that is gone is seen by the close
  const whole = { key, config: configPath(home), credential: undefined, forward: new Map<string, string>(), ...hello };
  socket.write(toHelloLine(whole));
  const lines = socket.pipe(new UntilFarewell());
  socket.once('close', () => lines.end()); // also where what we sent was not read, which is an error here
  await lines.welcome;
  if (!lines.isWelcome) {
    socket.destroy();
    throw new BridgeRefused(lines.farewell);
  }
  return { socket, lines };
}

export function toSession({ socket, lines }: Greeted, otherSide: Duplex): InProcessSession {
  const client = new WireEnd('client', lines, socket);
  const server = new WireEnd('server', otherSide, otherSide);
  const farewell = new Promise<Farewell | undefined>((resolve) => {
    lines.once('end', () => socket.end());
    lines.once('close', () => resolve(lines.farewell));
  });
  return {
    client,
    server,
    farewell,
    kill: () => void socket.destroy(),
    killServer: () => void otherSide.destroy(),
    close() {
      client.end();
      server.end();
      return farewell;
    },
  };
}

/** Passes on the lines between the daemon's welcome and its farewell. */
class UntilFarewell extends Transform {
  /** Resolves with the first line, or with the end. */
  readonly welcome: Promise<void>;
  isWelcome = false;
  #greeted: () => void = () => undefined;
  #held: Buffer = Buffer.alloc(0);
  #farewell: Buffer | undefined;

  constructor() {
    super();
    this.welcome = new Promise((resolve) => (this.#greeted = resolve));
  }

  get farewell(): Farewell | undefined {
    return this.#farewell && parseFarewell(this.#farewell.toString('utf8', 1).trim());
  }

  override _transform(chunk: Buffer, _: string, done: () => void): void {
    const bytes = this.isWelcome ? chunk : this.#readWelcome(chunk);
    const mark = this.#farewell ? 0 : bytes.indexOf(FAREWELL_MARK);
    const lines = mark < 0 ? bytes : bytes.subarray(0, mark);
    if (lines.length > 0) this.push(lines);
    if (mark >= 0) this.#farewell = Buffer.concat([this.#farewell ?? Buffer.alloc(0), bytes.subarray(mark)]);
    done();
  }

  override _flush(done: () => void): void {
    this.#greeted();
    done();
  }

  /** Returns what stands behind the welcome. */
  #readWelcome(chunk: Buffer): Buffer {
    this.#held = Buffer.concat([this.#held, chunk]);
    const end = this.#held.indexOf('\n');
    if (end < 0) return Buffer.alloc(0);
    const [first, rest] = [this.#held.subarray(0, end + 1), this.#held.subarray(end + 1)];
    if (first[0] === FAREWELL_MARK) return this.#held;
    this.isWelcome = true;
    this.#greeted();
    return rest;
  }
}
