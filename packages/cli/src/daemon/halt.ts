import { existsSync } from 'node:fs';
import {
  GuardError,
  messageOf,
  safe,
  stateFolders,
  userName,
  type Halt,
  type HaltStatus,
  type HaltWish,
} from '@mcp-guard/core';
import { HaltFiles } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { formatMoment } from '../output/moment.js';
import { isAloneIn } from '../record/is-alone.js';
import { haltOffline } from '../record/open-record.js';

export interface Halted {
  readonly halt: HaltStatus;
  /** Without one, the halt waits for the next. */
  readonly byDaemon: boolean;
}

/** Halts all calls: by the daemon, or where none does it, here, for every daemon to come. Throws if nothing keeps the halt. */
export async function haltAll(tools: CommandTools, config: string | undefined, wish: HaltWish): Promise<Halted> {
  try {
    const halt = await tools.control(tools.findConfig(config)).post<HaltStatus>('/halt', wish);
    return { halt, byDaemon: true };
  } catch (cause) {
    const halt: Halt = { at: Date.now(), by: `${userName()} (while no daemon answered)`, ...wish };
    const files = new HaltFiles(stateFolders(tools.env));
    const unkept = files.write(halt);
    const isUnrecorded = await keepInRecord(tools, config, halt).catch((why: unknown) => messageOf(why));
    const problem = [...unkept, ...(isUnrecorded === undefined ? [] : [isUnrecorded])].join('; ');
    if (unkept.length === files.paths.length && isUnrecorded !== undefined)
      throw new GuardError('INTERNAL', `calls are not halted: ${problem}`, { cause });
    return { halt: { ...halt, problem: problem === '' ? null : problem }, byDaemon: false };
  }
}

/** With the copy of the record, a file that is deleted releases nothing. Returns why there is none. */
async function keepInRecord(tools: CommandTools, config: string | undefined, halt: Halt): Promise<string | undefined> {
  const path = tools.findConfig(config);
  const paths = tools.findPaths(path);
  if (!existsSync(paths.database)) return 'nothing has been recorded yet';
  await haltOffline(paths, tools.env, halt, isAloneIn(tools, path));
  return undefined;
}

/** The halt that the files tell of, for commands without a daemon; a file that cannot be read is one, too. */
export function findHalt(env: NodeJS.ProcessEnv): HaltStatus | undefined {
  const { halt, problem } = new HaltFiles(stateFolders(env)).read();
  if (halt) return { ...halt, problem: problem ?? null };
  if (problem === undefined) return undefined;
  return { at: Date.now(), by: 'a file that cannot be read', reason: null, ends: false, problem };
}

/** In one line that is safe to print. */
export function describeHalt({ at, by, reason, problem }: HaltStatus): string {
  const why = reason === null ? '' : `: ${safe(reason, 500)}`;
  return `all calls are halted since ${formatMoment(at)}, by ${safe(by, 500)}${why}${problem === null ? '' : `; ${safe(problem, 500)}`}`;
}
