import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GuardError, isObject, messageOf, tryParseJson, type Halt } from '@mcp-guard/core';
import { readPrivate, writePrivate } from '@mcp-guard/core/private-file';
import { lookOutside, makeFolder } from './state-folder.js';

const MAX_BYTES = 16_384;
const STILL = 'all calls stay halted';

/** The files hold this. With neither, calls pass. */
export interface FoundHalt {
  readonly halt: Halt | undefined;
  /** Why a file that is there could not be read. */
  readonly problem: string | undefined;
}

/**
 * Keeps a halt beside what people have agreed to run: it outlasts the daemon and its home. There is one file in each
 * folder, since a desktop client lacks the variables of a shell.
 */
export class HaltFiles {
  readonly paths: readonly string[];

  /** @param folders `stateFolders`; they need not exist */
  constructor(folders: readonly string[]) {
    this.paths = folders.map((folder) => join(folder, 'halted'));
  }

  read(): FoundHalt {
    const all = this.paths.map(readHalt);
    const halt = all.find((found) => found.halt)?.halt;
    return { halt, problem: all.find(({ problem }) => problem !== undefined)?.problem };
  }

  /** Returns the reason for each file that could not be written. */
  write(halt: Halt): readonly string[] {
    return this.paths.flatMap((path) => {
      try {
        makeFolder(dirname(path));
        writePrivate(path, `${JSON.stringify(halt)}\n`);
        return [];
      } catch (error) {
        return [`${path}: ${messageOf(error)}`];
      }
    });
  }

  /** Throws if one of them is still there. */
  remove(): void {
    for (const path of this.paths) {
      if (!lookOutside(path, STILL)) continue;
      try {
        rmSync(path);
      } catch (cause) {
        throw new GuardError('INTERNAL', `${path} cannot be removed, so ${STILL}`, { cause });
      }
    }
  }
}

function readHalt(path: string): FoundHalt {
  try {
    const text = lookOutside(path, STILL) && readPrivate(path, MAX_BYTES);
    if (text === undefined) return { halt: undefined, problem: undefined };
    const halt = parseHalt(text);
    return { halt, problem: halt ? undefined : `${path} does not hold what this version wrote` };
  } catch (error) {
    return { halt: undefined, problem: messageOf(error) };
  }
}

function parseHalt(text: string): Halt | undefined {
  const value = tryParseJson(text);
  if (!isObject(value)) return undefined;
  const { at, by, reason, ends } = value;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || typeof by !== 'string') return undefined;
  if ((reason !== null && typeof reason !== 'string') || typeof ends !== 'boolean') return undefined;
  return { at, by, reason, ends };
}
