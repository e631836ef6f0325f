import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError } from '@mcp-guard/core';
import { signalGroup, wholeEnvironment, type Reaper } from '@mcp-guard/core/launch';
import { findCommand } from '@mcp-guard/core/search-path';
import { findStartProblem, type ServerConfig } from '@mcp-guard/policy';
import type { Share } from '../turns.js';
import type { ServerEnvironment } from './environment.js';
import { StderrFlow } from './stderr-flow.js';
import { StderrTail } from './stderr-tail.js';
import type { Upstream } from '../upstream.js';
import { isFolder } from './working-folder.js';

/** How long a server may take to end by itself, and then after SIGTERM, in milliseconds. */
const GRACE = 2000;
/** A process that the server left behind may hold its output open. */
const OUTPUT_GRACE = 500;
/** What goes on writing after so many times that long is not the server any more. */
const MAX_OUTPUT_LOOKS = 10;

export interface StdioOptions {
  readonly name: string;
  readonly config: Pick<ServerConfig, 'command' | 'args'>;
  readonly environment: ServerEnvironment;
  /** Where servers are found: as a terminal saw it. */
  readonly path: string;
  /** What servers get of the terminal that was recorded. */
  readonly terminal: Readonly<Record<string, string>>;
  /** Its working folder. */
  readonly cwd: string;
  readonly reaper: Reaper;
  /** What it writes to its standard error goes here, without control characters. */
  readonly log: (text: string) => void;
  /** In which that is looked at. */
  readonly share: Share;
}

/** Starts a server of its own for one session. Throws UPSTREAM_UNAVAILABLE when its command cannot be started. */
export function openStdio(options: StdioOptions): Upstream {
  const { name, config, environment, path, terminal, cwd, reaper, log, share } = options;
  const { env, secrets } = environment;
  const searched = env['PATH'] ?? path;
  const command = findCommand(config.command, searched, cwd);
  if (command === undefined) {
    const hint = findStartProblem(name, { command: config.command, env, cwd }, path)?.help;
    throw new GuardError(
      'UPSTREAM_UNAVAILABLE',
      `the command of the server ${name} was not found: ${config.command}`,
      hint === undefined ? {} : { hint },
    );
  }
  if (!isFolder(cwd)) {
    throw new GuardError('UPSTREAM_UNAVAILABLE', `the working folder of the server ${name} cannot be entered: ${cwd}`);
  }
  const child = reaper.launch({ command, args: config.args, env: wholeEnvironment(env, path, terminal), cwd });
  const { stdin, stdout, stderr, pid } = child;
  if (!stdin || !stdout || !stderr || pid === undefined) {
    throw new GuardError('UPSTREAM_UNAVAILABLE', `the server ${name} cannot be started`);
  }
  const tail = new StderrTail(secrets);
  const flow = new StderrFlow({ tail, share, log, onDone: () => stderr.resume() });
  stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr.pause();
    flow.take(text);
  });
  stdin.on('error', () => undefined); // a server that is gone is told by its exit

  const closing = new AbortController();
  const exited = once(child, 'exit').catch(() => undefined);
  const ended = outcomeOf(child, closing.signal).then((how) => {
    const last = tail.lastLines();
    return new GuardError('UPSTREAM_UNAVAILABLE', `the server ${name} ${how}${last && `: ${last}`}`);
  });
  return {
    label: `pid ${pid}`,
    input: stdin,
    output: stdout,
    ended,
    endInput: () => void stdin.end(),
    async close() {
      closing.abort();
      stdin.end();
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        if (await endsWithin(exited, GRACE)) break;
        signalGroup(pid, signal);
      }
      await exited;
      stdout.destroy(); // what has left its group may hold them open
      stderr.destroy();
    },
  };
}

async function outcomeOf(child: ChildProcess, closing: AbortSignal): Promise<string> {
  const closed = once(child, 'close').then(() => true);
  try {
    await once(child, 'exit');
    await Promise.race([closed, outputStops(child.stdout, closing)]);
    const { signalCode, exitCode } = child;
    return signalCode === null ? `ended with exit code ${exitCode}` : `was ended by ${signalCode}`;
  } catch {
    return 'could not be started';
  }
}

/** All that it wrote is still delivered, but a process that it left behind may hold its output open for ever. */
async function outputStops(output: Readable | null, closing: AbortSignal): Promise<void> {
  let read = -1;
  const bytesRead = (): number => (output instanceof Socket ? output.bytesRead : 0);
  for (let looks = 0; !closing.aborted && looks < MAX_OUTPUT_LOOKS;) {
    if (!output?.isPaused()) looks++; // a slow client is waited for
    if (!output?.isPaused() && read === bytesRead()) return;
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
