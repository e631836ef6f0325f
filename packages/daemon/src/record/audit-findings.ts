import type { AuditFinding } from '@mcp-guard/core';
import type { FindingsTotal } from '@mcp-guard/store';
import { groupFindings, type Findings } from '@mcp-guard/rules';

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
  if (findings.length <= MAX_LISTED && findings.every(({ count }) => count === undefined)) {
    const listed = JSON.stringify(findings.map(shorten));
    if (Buffer.byteLength(listed) <= MAX_BYTES) return listed;
  }
  return JSON.stringify(summarize(findings));
}

function summarize(findings: Findings): readonly (AuditFinding | FindingsTotal)[] {
  const groups = groupFindings(findings).toSorted(
    (a, b) => ORDER[a.action] - ORDER[b.action] || countOf(b) - countOf(a),
  );
  const total: FindingsTotal = { total: findings.reduce((sum, finding) => sum + countOf(finding), 0) };
  const listed: (AuditFinding | FindingsTotal)[] = [];
  let left = MAX_BYTES - Buffer.byteLength(JSON.stringify([total]));
  for (const each of groups) {
    const group = shorten(each);
    left -= Buffer.byteLength(JSON.stringify(group)) + 1;
    if (left < 0) break;
    listed.push(group);
  }
  return [...listed, total];
}

const countOf = ({ count = 1 }: AuditFinding): number => count;

function shorten<Listed extends Pick<AuditFinding, 'path'>>(finding: Listed): Listed {
  const { path } = finding;
  if (path.length <= MAX_PATH) return finding;
  const half = MAX_PATH / 2;
  const ends = `${path.slice(0, half)}…${path.slice(-half)}`.toWellFormed();
  return { ...finding, path: `${ends} (${path.length} characters)` };
}
