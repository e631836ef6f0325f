import { count } from '../../output/count.js';
import { SEVERITIES, type Severity } from '../rule.js';
import type { ScanResult } from './report.js';

/** The result in one line: how much was scanned, and how much was found. */
export function summarize({ findings, accepted, unread, files, servers, live }: ScanResult): string {
  const asked = live ? `, ${live.asked} of them asked` : '';
  const seen = `${count(servers, 'server')} in ${count(files, 'file')}${asked}`;
  if (files === 0) return unread.length > 0 ? 'nothing could be read' : 'no configuration of a client was found';
  const known = accepted > 0 ? [`${accepted} accepted (scan --all shows them)`] : [];
  if (findings.length === 0) return `${seen}: ${['nothing found', ...known].join(', ')}`;
  const countOf = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const counts = SEVERITIES.filter((severity) => countOf(severity) > 0).map(
    (severity) => `${countOf(severity)} ${severity}`,
  );
  return `${seen}: ${[...counts, ...known].join(', ')}`;
}
