import { foldName } from '@mcp-guard/core';
import { canMeet } from '../neighbours.js';
import type { AskedServer } from './ask-servers.js';
import { nameOf } from './definitions.js';

/** The most servers with a tool of one name; more are not compared. */
const MAX_ALIKE = 100;

/** The servers that offer each tool. */
export interface OfferedTools {
  /** Other servers that one client shows to a model beside the asked one, with a tool of this name. */
  byOthers(name: string, asked: AskedServer): readonly AskedServer[];
}

export function createOfferedTools(all: readonly AskedServer[]): OfferedTools {
  const byName = new Map<string, AskedServer[]>();
  for (const asked of all) {
    for (const name of new Set(asked.answer.tools.map((tool) => foldName(nameOf(tool))))) {
      const known = byName.get(name);
      if (!known) byName.set(name, [asked]);
      else if (known.length < MAX_ALIKE) known.push(asked);
    }
  }
  return {
    byOthers: (name, asked) =>
      byName.get(foldName(name))?.filter((other) => other.answer !== asked.answer && areTogether(other, asked)) ?? [],
  };
}

const areTogether = (a: AskedServer, b: AskedServer): boolean => a.file.client === b.file.client && canMeet(a, b);
