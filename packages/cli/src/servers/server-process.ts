import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { secretLines, wholeEnvironment, signalGroup, type Reaper } from '@mcp-guard/core/launch';
import { findCommand } from '@mcp-guard/core/search-path';
import { LastWords } from './last-words.js';
import { ServerFault } from './server-fault.js';

/** How long a server may take to end by itself, and then after each signal, in milliseconds. */
const GRACE = 1000;
/** What it wrote is read to its end, but something that it left behind may hold its output open. */
const OUTPUT_GRACE = 500;

/** How a server is started. */
export interface ServerLaunch {
  /** What people call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its own variables; of ours it sees PATH, HOME, LANG and TMPDIR only: it may be a stranger's. */
  readonly env: Readonly<Record<string, string>>;
  /** Where commands are looked for, unless its own variables say otherwise. */
  readonly path: string;
  /** Absolute. */
  readonly cwd: string;
}

/** A server that runs until `close`, in a process group of its own. */
export interface ServerProcess {
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves once it is gone, with how it went: `ended with exit code 1`. */
  readonly ended: Promise<string>;
  /** The end of its standard error, as people may see it. */
  lastWords(): string;
  /** Ends it and all that it started in its group, whatever they do. */
  close(): Promise<void>;
}

/** Throws `ServerFault` where it cannot be started. */
export function startServer({ command: named, args, env, path, cwd }: ServerLaunch, reaper: Reaper): ServerProcess {
  const command = findCommand(named, env['PATH'] ?? path, cwd);
  if (command === undefined) throw new ServerFault('cannot be started: its command was not found');
  if (!isFolder(cwd)) throw new ServerFault('cannot be started: its working folder is not there');
  const child = launch(() => reaper.launch({ command, args, env: wholeEnvironment(env, path), cwd }));
  const { stdin, stdout, stderr, pid } = child;
  if (!stdin || !stdout || !stderr || pid === undefined) throw new ServerFault('cannot be started');

  const words = new LastWords(secretLines(env));
  stderr.setEncoding('utf8').on('data', (text: string) => words.push(text));
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => undefined); // it is told by its exit
  const exited = once(child, 'exit').then(ignore, ignore);
  const closed = once(child, 'close').then(ignore, ignore);
  return {
    input: stdin,
    output: stdout,
    ended: exited
      .then(() => Promise.race([closed, delay(OUTPUT_GRACE, undefined, { ref: false })]))
      .then(() => how(child)),
    lastWords: () => words.show(),
    async close() {
      stdin.end();
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        if (await endsWithin(exited, GRACE)) break;
        signalGroup(pid, signal);
      }
      await endsWithin(exited, GRACE);
      for (const stream of [stdin, stdout, stderr]) stream.destroy(); // what has left its group may hold them open
    },
  };
}

const ignore = (): void => undefined;

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Arguments with a NUL, or more than the system takes, throw at once. */
function launch(start: () => ChildProcess): ChildProcess {
  try {
    return start();
  } catch {
    throw new ServerFault('cannot be started');
  }
}

const how = ({ signalCode, exitCode }: ChildProcess): string =>
  signalCode === null ? `ended with exit code ${exitCode}` : `was ended by ${signalCode}`;

async function endsWithin(ended: Promise<void>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(milliseconds, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([ended.then(() => true), late]);
  timer.abort();
  return inTime;
}
