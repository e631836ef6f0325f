import type { CustomTypes } from './custom.js';
import { scan } from './engine/scan.js';

/** What may be told to nobody, in a text that is written down. */
const MASKED = /^(?:secret|pii\.national_id|pii\.financial|custom)$/;
const THRESHOLD = 0.8;

/**
 * A text for logs and records: credentials, ids and accounts in it are markers.
 * @param custom types of the configuration, which are masked as well
 */
export function mask(text: string, custom?: CustomTypes): string {
  const found = scan(text, { threshold: THRESHOLD, skipNetwork: true, ...(custom && { custom }) });
  let masked = '';
  let at = 0;
  for (const { type, group, start, end } of found.toSorted((a, b) => a.start - b.start)) {
    if (!MASKED.test(group) || end <= at) continue;
    if (start >= at) masked += `${text.slice(at, start)}[REDACTED:${type}]`;
    at = end;
  }
  return masked + text.slice(at);
}
