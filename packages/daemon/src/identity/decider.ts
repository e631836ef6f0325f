import type { Decider } from '@mcp-guard/core';
import type { PeerCredentials } from './peer-credentials.js';
import { readProcess, type ProcessFacts } from './process-facts.js';

/** Far more than anybody has; a number that is given to another process meanwhile makes no circle. */
const MAX_ANCESTORS = 64;
const MAX_WRAPPERS = 4;
/** What only starts another program, and often stands between a client and what it starts. */
const WRAPPERS: ReadonlySet<string> = new Set(
  'sh bash dash ash zsh fish ksh busybox env timeout nice nohup npm npx pnpm pnpx yarn bunx uv uvx'.split(' '),
);

/**
 * Who decides, as far as the system tells. A program that has left its client's processes cannot be
 * told from any other: that it ran inside of one proves something, that it did not proves nothing.
 * @param bridges pids of those that are connected
 */
export function toDecider(
  { uid, pid }: PeerCredentials,
  bridges: readonly number[],
  { hasPassphrase }: Pick<Decider, 'hasPassphrase'>,
): Decider {
  const lineage = pid ? lineageOf(pid, MAX_ANCESTORS) : []; // 0: a process of another container
  const clients = new Set(bridges.map(clientOf));
  return {
    uid,
    pid: pid || null,
    tty: lineage[0]?.tty ?? null,
    parent: lineage[1]?.name ?? null,
    insideClient: lineage.some((one) => clients.has(one.pid)),
    hasPassphrase,
    proposed: false,
  };
}

/** The client that a bridge belongs to: the first that started it and is no mere wrapper. */
function clientOf(bridge: number): number | undefined {
  const [, ...starters] = lineageOf(bridge, 2 + MAX_WRAPPERS);
  const own = starters.filter((one) => !isInit(one));
  return (own.find((one) => !isWrapper(one)) ?? own.at(-1))?.pid;
}

/** A process, what started it, and so on. */
function lineageOf(pid: number, length: number): readonly ProcessFacts[] {
  const lineage: ProcessFacts[] = [];
  for (let at: number | undefined = pid; at !== undefined && lineage.length < length; at = lineage.at(-1)?.parent) {
    const facts = readProcess(at);
    if (!facts) break;
    lineage.push(facts);
  }
  return lineage;
}

/** What everything on the machine, or in a login, comes from: no client, although orphans are handed to it. */
const isInit = ({ pid, name }: ProcessFacts): boolean => pid === 1 || name === 'systemd';

/** Also `-zsh`, a login's, and `npm exec x`, as npm calls itself. */
const isWrapper = ({ name }: ProcessFacts): boolean => WRAPPERS.has(name.replace(/^-/, '').split(' ')[0] ?? '');
