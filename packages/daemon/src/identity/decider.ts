import type { Decider } from '@mcp-guard/core';
import type { PeerCredentials } from './peer-credentials.js';
import { readProcess, type ProcessFacts } from './process-facts.js';

/** Far more than any process has. A pid that is reused meanwhile makes no endless circle. */
const MAX_ANCESTORS = 64;
const MAX_WRAPPERS = 4;
/** Programs that only start another program, and often stand between a client and its bridge. */
const WRAPPERS: ReadonlySet<string> = new Set(
  'sh bash dash ash zsh fish ksh busybox env timeout nice nohup npm npx pnpm pnpx yarn bunx uv uvx'.split(' '),
);

/**
 * Tells who decides, as far as the system shows. A program that has left its client's processes looks like any other:
 * that it runs inside a client proves something, that it runs outside proves nothing.
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

/** The client that a bridge belongs to: its nearest ancestor that is not a wrapper. */
function clientOf(bridge: number): number | undefined {
  const [, ...starters] = lineageOf(bridge, 2 + MAX_WRAPPERS);
  const own = starters.filter((one) => !isInit(one));
  return (own.find((one) => !isWrapper(one)) ?? own.at(-1))?.pid;
}

function lineageOf(pid: number, length: number): readonly ProcessFacts[] {
  const lineage: ProcessFacts[] = [];
  for (let at: number | undefined = pid; at !== undefined && lineage.length < length; at = lineage.at(-1)?.parent) {
    const facts = readProcess(at);
    if (!facts) break;
    lineage.push(facts);
  }
  return lineage;
}

/** The ancestor of all processes on the machine or in a login: no client, although it adopts orphans. */
const isInit = ({ pid, name }: ProcessFacts): boolean => pid === 1 || name === 'systemd';

/** Also `-zsh`, a login shell, and `npm exec x`, as npm names itself. */
const isWrapper = ({ name }: ProcessFacts): boolean => WRAPPERS.has(name.replace(/^-/, '').split(' ')[0] ?? '');
