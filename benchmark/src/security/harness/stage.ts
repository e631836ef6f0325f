import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { withDeadline } from '../../deadline.js';
import { bridgeTo, createHome, type GuardHome } from '../../guard-home.js';
import type { Processes } from '../../processes.js';
import type { Handshake, ServerSetting, Setting } from '../category.js';
import { notification, request, result } from './messages.js';
import { Session, type Streams } from './session.js';

const OPENS_WITHIN_MS = 30_000;
const PROGRAM = fileURLToPath(import.meta.resolve('./recording-server.js'));

/** Why there is no session: the last output of the bridge or the daemon. */
export class Refused extends Error {}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What a bridge that has a session says first. */
const WELCOME = 'mcp-guard: the log of the server is ';

/** A guard with one configuration, in front of servers that the suite plays itself. */
export class Stage {
  readonly home: string;
  /** Where the servers start, and nothing of the guard is. */
  readonly folder: string;
  readonly #setting: Setting;
  readonly #processes: Processes;
  readonly #guard: GuardHome;
  readonly #meeting: Server;
  readonly #shared = new Map<string, Promise<Session>>();
  readonly #own = new Set<Session>();
  readonly #beside = new Map<Setting, Stage>();
  #arrive: ((socket: Socket) => void) | undefined;
  #lastOpening: Promise<unknown> = Promise.resolve();
  readonly #removeFolder = (): void => rmSync(this.folder, { recursive: true, force: true });

  constructor(processes: Processes, setting: Setting) {
    this.#processes = processes;
    this.#setting = setting;
    this.folder = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-stage-')));
    process.once('exit', this.#removeFolder);
    const meetingPath = join(this.folder, 'meeting');
    this.#guard = createHome(processes, () => JSON.stringify(toConfig(setting, this.folder, meetingPath)));
    setting.prepare?.(this.#guard.paths);
    this.home = this.#guard.paths.home;
    this.#meeting = createServer({ allowHalfOpen: true }, (socket) => {
      if (this.#arrive) this.#arrive(socket);
      else socket.destroy();
    }).listen(meetingPath);
  }

  get paths(): GuardHome['paths'] {
    return this.#guard.paths;
  }

  /** The session that cases of a server share; when one of them has ended it, the next one. */
  async session(server = 'main'): Promise<Session> {
    const shared = this.#shared.get(server);
    if (shared && !(await shared).isOver) return shared;
    if (this.#shared.get(server) !== shared) return this.session(server); // another call was faster
    const opened = this.#openShared(server);
    this.#shared.set(server, opened);
    return opened;
  }

  /** A session for one case alone, by a bridge; throws `Refused` when there is none. */
  open(server = 'main', around: Surroundings = {}): Promise<Session> {
    return this.#launch(server, around, true);
  }

  /** The same without a bridge: anything sent on the daemon's socket. The daemon's welcome is read as a line. */
  async greet(first: string | Buffer): Promise<Session> {
    await this.session(); // the daemon runs
    return this.#inTurn(async () => {
      const socket = connect(this.paths.socket);
      const input = new PassThrough();
      socket.on('error', () => {}); // it closes, too
      const gone = new Promise<string>((resolve) => socket.once('close', () => resolve(String(input.read() ?? ''))));
      socket.pipe(input);
      socket.write(first);
      return this.#join({ input, output: socket }, gone, true);
    });
  }

  /** Agrees on a revision, as clients do first. */
  async shakeHands(
    session: Session,
    { revision = '2025-11-25', client = {}, server = {} }: Handshake = {},
  ): Promise<void> {
    const clientInfo = { name: 'suite', version: '1' };
    await session.tell(
      'toServer',
      request('hands', 'initialize', { protocolVersion: revision, capabilities: client, clientInfo }),
    );
    const serverInfo = { name: 'recorder', version: '1' };
    await session.tell('toClient', result('hands', { protocolVersion: revision, capabilities: server, serverInfo }));
    await session.tell('toServer', notification('notifications/initialized'));
  }

  /** Ends the daemon as a person does; the next session starts another. */
  async restart(): Promise<void> {
    this.#shared.clear();
    await this.#guard.stop();
  }

  /** Plays with another guard beside this one, which all cases share that name the same setting. */
  beside<Played>(setting: Setting, play: (stage: Stage) => Promise<Played>): Promise<Played> {
    let stage = this.#beside.get(setting);
    if (!stage) this.#beside.set(setting, (stage = new Stage(this.#processes, setting)));
    return play(stage);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#beside.values()].map((stage) => stage.close()));
    const shared = await Promise.allSettled(this.#shared.values());
    const sessions = shared.flatMap((opened) => (opened.status === 'fulfilled' ? opened.value : []));
    await Promise.all([...sessions, ...this.#own].map((session) => session.close()));
    this.#guard.abandon();
    this.#meeting.close();
    process.removeListener('exit', this.#removeFolder);
    this.#removeFolder();
  }

  async #openShared(server: string): Promise<Session> {
    const { env = {}, handshake } = this.#setting.servers[server] ?? {};
    const session = await this.#launch(server, { env }, false);
    await this.shakeHands(session, handshake);
    return session;
  }

  #launch(server: string, around: Surroundings, isAlone: boolean): Promise<Session> {
    return this.#inTurn(() => {
      const { env, ...command } = bridgeTo(this.home, server);
      const child = this.#processes.start({ ...command, ...around, env: { ...env, ...around.env } });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (part: string) => {
        said += part;
        if (!said.startsWith(WELCOME.slice(0, said.length))) child.stdin.end(); // it would wait for a request to answer
      });
      const gone = once(child, 'close').then(() => said);
      return this.#join({ input: child.stdout, output: child.stdin }, gone, isAlone);
    });
  }

  /** Joins a client with the server process that is started for it, unless `gone` comes first with what was said. */
  async #join(client: Streams, gone: Promise<string>, isAlone: boolean): Promise<Session> {
    const arrived = new Promise<Socket>((resolve) => (this.#arrive = resolve));
    try {
      const first = await withDeadline(
        Promise.race([arrived, gone]),
        OPENS_WITHIN_MS,
        'no session was opened or refused in time',
      );
      if (typeof first === 'string') throw new Refused(first.trim());
      const session = new Session(client, { input: first, output: first }, isAlone);
      if (isAlone) {
        this.#own.add(session);
        void session.ended.then(() => this.#own.delete(session));
      }
      return session;
    } finally {
      this.#arrive = undefined;
    }
  }

  /** One after the other: a server process does not say whose it is. */
  #inTurn<Opened>(open: () => Promise<Opened>): Promise<Opened> {
    const opened = this.#lastOpening.then(open);
    this.#lastOpening = opened.catch(() => undefined);
    return opened;
  }
}

function toConfig({ servers, config }: Setting, folder: string, meeting: string): object {
  const own = { command: process.execPath, args: [PROGRAM, meeting] };
  const toEntry = ({ policy = {}, entry }: ServerSetting): object => ({
    ...own,
    cwd: folder,
    max_sessions: 1000,
    policy,
    ...entry?.(own),
  });
  const entries = Object.entries(servers).map(([name, server]) => [name, toEntry(server)] as const);
  return { daemon: { shutdown_timeout: 1 }, ...config, servers: Object.fromEntries(entries) };
}
