import type { AuditFinding } from '@mcp-guard/core';
import type { FindingsTotal } from '@mcp-guard/store';
import type { Findings } from '@mcp-guard/rules';

/** Of one row, in bytes of UTF-8: a server chooses how much is found, not how much is written. Two such rows fit a page. */
const MAX_BYTES = 1536;
/** Told one by one, where they fit. */
const MAX_LISTED = 50;
/** Of a path, in UTF-16 units; a longer one is told by its two ends. */
const MAX_PATH = 120;
/** What is done about it: the more it means, the sooner it is told. */
const ORDER: Readonly<Record<AuditFinding['action'], number>> = { block: 0, redact: 1, warn: 2 };

/** JSON of what was found in a message, at most 1.5 KB: where they are too many, equal ones together, and how many there were. */
export function toFindingsText(findings: Findings): string | null {
  if (findings.length === 0) return null;
  if (findings.length <= MAX_LISTED) {
    const listed = JSON.stringify(findings.map(shorten));
    if (Buffer.byteLength(listed) <= MAX_BYTES) return listed;
  }
  return JSON.stringify(summarize(findings));
}

function summarize(findings: Findings): readonly (AuditFinding | FindingsTotal)[] {
  const groups = merge(findings).toSorted((a, b) => ORDER[a.action] - ORDER[b.action] || b.count - a.count);
  const total: FindingsTotal = { total: findings.length };
  const told: (AuditFinding | FindingsTotal)[] = [];
  let left = MAX_BYTES - Buffer.byteLength(JSON.stringify([total]));
  for (const { first, count } of groups) {
    const group = { ...shorten(first), count };
    left -= Buffer.byteLength(JSON.stringify(group)) + 1;
    if (left < 0) break;
    told.push(group);
  }
  return [...told, total];
}

interface Group {
  readonly first: Findings[number];
  readonly action: AuditFinding['action'];
  count: number;
}

/** Equal are those of one type that were read alike and have the same end. */
function merge(findings: Findings): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const first of findings) {
    const { type, action, view } = first;
    const key = `${action} ${type} ${view}`;
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { first, action, count: 1 });
  }
  return [...groups.values()];
}

function shorten<Told extends Pick<AuditFinding, 'path'>>(finding: Told): Told {
  const { path } = finding;
  if (path.length <= MAX_PATH) return finding;
  const half = MAX_PATH / 2;
  const ends = `${path.slice(0, half)}…${path.slice(-half)}`.toWellFormed();
  return { ...finding, path: `${ends} (${path.length} characters)` };
}
