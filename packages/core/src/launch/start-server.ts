import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { findCommand } from '../home/find-command.js';
import { wholeEnvironment } from './environment.js';
import { signalGroup, type LaunchOptions, type Reaper } from './reaper.js';

/** See `ServerStart.grace`. */
const GRACE = 2000;
/** How often the output of a server that has ended is checked, in milliseconds. */
const OUTPUT_GRACE = 500;
/** Give up after this many checks: whatever still writes is no longer the server. */
const MAX_OUTPUT_CHECKS = 10;

/** How a stdio server is started. */
export interface ServerStart {
  readonly command: string;
  readonly args: readonly string[];
  /** Its own variables. Of ours it sees PATH, HOME, LANG and TMPDIR only. */
  readonly env: Readonly<Record<string, string>>;
  /** Commands are looked for here, unless its own variables have a PATH. */
  readonly path: string;
  /** Variables that it gets from the user's terminal. */
  readonly terminal?: Readonly<Record<string, string>>;
  /** Its working folder, absolute. */
  readonly cwd: string;
  /** How long it may take to end by itself, and then after each signal, in milliseconds. */
  readonly grace?: number;
}

/** A server that runs in a process group of its own. */
export interface StartedServer {
  readonly pid: number;
  readonly input: Writable;
  readonly output: Readable;
  /** Its standard error, as UTF-8 text. Must be read, or the server blocks. */
  readonly errors: Readable;
  /** Resolves once it has ended and its output was read, with how it ended: `ended with exit code 1`. */
  readonly ended: Promise<string>;
  /** Ends it and all that it started in its group; resolves when it is gone. */
  close(): Promise<void>;
}

/** The missing requirement of a server, or the system's refusal. */
const FAULTS = {
  command: 'its command was not found',
  folder: 'its working folder cannot be entered',
  size: 'its arguments and variables are too long for the system',
  nul: 'a NUL character stands in its arguments or variables',
  system: 'the system refuses the process',
} as const;

export type StartReason = keyof typeof FAULTS;

/** A server cannot be started. The message follows the server's name. */
export class StartFault extends Error {
  readonly reason: StartReason;

  constructor(reason: StartReason, cause?: unknown) {
    super(`cannot be started: ${FAULTS[reason]}`, { cause });
    this.reason = reason;
  }
}

/** Starts a server with pipes as its three streams. Throws `StartFault`. */
export function startServer(start: ServerStart, reaper: Reaper): StartedServer {
  const { args, env, path, terminal, cwd, grace = GRACE } = start;
  const command = findCommand(start.command, env['PATH'] ?? path, cwd);
  if (command === undefined) throw new StartFault('command');
  if (!isFolder(cwd)) throw new StartFault('folder');
  const child = launch(reaper, { command, args, env: wholeEnvironment(env, path, terminal), cwd });
  const { stdin, stdout, stderr, pid } = child;
  if (!stdin || !stdout || !stderr || pid === undefined) throw new StartFault('system');
  // The exit reports a server that is gone. An error without a listener would end this process.
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => undefined);

  const closing = new AbortController();
  const exited = once(child, 'exit').catch(() => undefined);
  return {
    pid,
    input: stdin,
    output: stdout,
    errors: stderr.setEncoding('utf8'),
    ended: outcomeOf(child, stdout, closing.signal),
    async close() {
      closing.abort();
      stdin.end();
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        if (await endsWithin(exited, grace)) break;
        signalGroup(pid, signal);
      }
      await endsWithin(exited, grace);
      for (const stream of [stdin, stdout, stderr]) stream.destroy(); // a process that has left its group may hold them open
    },
  };
}

/** A process of ours can start in this folder. */
export function isFolder(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Some refusals of the system are thrown, others come as an event and leave no pid. */
function launch(reaper: Reaper, options: LaunchOptions): ChildProcess {
  try {
    return reaper.launch(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'E2BIG') throw new StartFault('size', error);
    throw new StartFault(code === 'ERR_INVALID_ARG_VALUE' ? 'nul' : 'system', error);
  }
}

async function outcomeOf(child: ChildProcess, output: Readable, closing: AbortSignal): Promise<string> {
  const closed = once(child, 'close').catch(() => undefined);
  try {
    await once(child, 'exit');
  } catch {
    return 'could not be started';
  }
  await Promise.race([closed, outputStops(output, closing)]);
  const { signalCode, exitCode } = child;
  return signalCode === null ? `ended with exit code ${exitCode}` : `was ended by ${signalCode}`;
}

/** All that the server wrote is still delivered, but a process that it left behind may hold its output open for ever. */
async function outputStops(output: Readable, closing: AbortSignal): Promise<void> {
  let read = -1;
  const bytesRead = (): number => (output instanceof Socket ? output.bytesRead : 0);
  for (let checks = 0; !closing.aborted && checks < MAX_OUTPUT_CHECKS;) {
    if (!output.isPaused()) checks++; // a slow client is waited for
    if (!output.isPaused() && read === bytesRead()) return;
    read = bytesRead();
    await delay(OUTPUT_GRACE, undefined, { ref: false });
  }
}

async function endsWithin(ended: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(milliseconds, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([ended.then(() => true), late]);
  timer.abort();
  return inTime;
}
