import type { AuditFinding } from '@mcp-guard/core';
import type { FindingsTotal } from '@mcp-guard/store';
import type { Findings } from '@mcp-guard/rules';

/** Findings of one row, in bytes of UTF-8: a server chooses how much is found, not how much is written. Two such rows fit a page. */
const MAX_BYTES = 1536;
/** Findings that are listed one by one if they fit. */
const MAX_LISTED = 50;
/** Length of a path, in UTF-16 units; a longer one is shown by its two ends. */
const MAX_PATH = 120;
/** The more an action does, the earlier it is listed. */
const ORDER: Readonly<Record<AuditFinding['action'], number>> = { block: 0, redact: 1, warn: 2 };

/** JSON of what was found in a message, at most 1.5 KB. Too many findings are listed in groups of equal ones, with the total. */
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
  const listed: (AuditFinding | FindingsTotal)[] = [];
  let left = MAX_BYTES - Buffer.byteLength(JSON.stringify([total]));
  for (const { first, count } of groups) {
    const group = { ...shorten(first), count };
    left -= Buffer.byteLength(JSON.stringify(group)) + 1;
    if (left < 0) break;
    listed.push(group);
  }
  return [...listed, total];
}

interface Group {
  readonly first: Findings[number];
  readonly action: AuditFinding['action'];
  count: number;
}

/** Findings are equal if they have the same type, view and action. */
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

function shorten<Listed extends Pick<AuditFinding, 'path'>>(finding: Listed): Listed {
  const { path } = finding;
  if (path.length <= MAX_PATH) return finding;
  const half = MAX_PATH / 2;
  const ends = `${path.slice(0, half)}…${path.slice(-half)}`.toWellFormed();
  return { ...finding, path: `${ends} (${path.length} characters)` };
}
