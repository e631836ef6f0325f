import { scan } from './engine/scan.js';

/** What may be told to nobody, in a text that is written down. */
const MASKED = /^(?:secret|pii\.national_id|pii\.financial)$/;
const THRESHOLD = 0.8;

/** A text for logs and records: credentials, ids and accounts in it are markers. */
export function mask(text: string): string {
  let masked = '';
  let at = 0;
  for (const { type, group, start, end } of scan(text, { threshold: THRESHOLD, skipNetwork: true }).toSorted(
    (a, b) => a.start - b.start,
  )) {
    if (!MASKED.test(group) || end <= at) continue;
    if (start >= at) masked += `${text.slice(at, start)}[REDACTED:${type}]`;
    at = end;
  }
  return masked + text.slice(at);
}
