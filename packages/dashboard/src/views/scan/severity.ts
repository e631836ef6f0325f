import type { ScanFinding } from '@mcp-guard/core/page';

/** The worst first; what has another name comes last. */
const ORDER = ['critical', 'high', 'error', 'medium', 'warning', 'low', 'info'];
const BAD = new Set(['critical', 'high', 'error']);
const LOOK = new Set(['medium', 'warning']);

const rankOf = (severity: string): number => {
  const at = ORDER.indexOf(severity);
  return at < 0 ? ORDER.length : at;
};

export const toneOf = (severity: string): string => (BAD.has(severity) ? 'bad' : LOOK.has(severity) ? 'warn' : '');

export const bySeverity = (findings: readonly ScanFinding[]): readonly ScanFinding[] =>
  findings.toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity));
