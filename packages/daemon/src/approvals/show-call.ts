import { editJson, GuardError, isObject, parseJson, type JsonEdit, type JsonValue } from '@mcp-guard/core';
import { scan, type Finding } from '@mcp-guard/detectors';
import { markerOf, toEdits, valueOf } from '@mcp-guard/policy';

/** Characters of a text that a person reads; of a longer one the beginning and the end. */
const MAX_TEXT = 2000;
const KEPT_AT_END = 400;
const MAX_SHOWN = 64 * 1024;
/** How sure it must be that something may not be written down. */
const THRESHOLD = 0.8;
const MASKED = /^(?:secret|pii\.national_id|pii\.financial)$/;
/** Of an account the person who decides must know which one it is. */
const KEPT_OF_ACCOUNT = 4;

/**
 * A call for people: credentials, ids and accounts are masked, long texts cut with their length. Throws where that
 * would not show enough of it.
 * @param text JSON
 */
export function showCall(text: string): string {
  const value = parseJson(text);
  const found = scan(value, { threshold: THRESHOLD, skipNetwork: true }).filter(({ group }) => MASKED.test(group));
  if (found.some(({ where }) => where === 'key')) {
    throw new GuardError(
      'POLICY_DENIED',
      'a name in this call may not be shown to the person who would decide about it',
    );
  }
  const marker = (finding: Finding): string =>
    markerOf(finding.type) + (finding.group === 'secret' ? '' : valueOf(value, finding).slice(-KEPT_OF_ACCOUNT));
  const texts = found.filter(({ where }) => where === 'string').map((finding) => ({ finding }));
  const numbers = found
    .filter(({ where }) => where === 'number')
    .map((finding): JsonEdit => ({ path: finding.path, value: marker(finding) }));
  const masked = editJson(Buffer.from(text), [...toEdits(texts, marker), ...numbers]);
  const shown = editJson(masked, cutTexts(parseJson(masked.toString()), [])).toString();
  if (shown.length <= MAX_SHOWN) return shown;
  throw new GuardError('POLICY_DENIED', 'this call is too long to be shown to the person who would decide about it');
}

/** Recursive: the depth of what is shown was checked when it was read. */
function cutTexts(value: JsonValue, path: readonly (string | number)[]): readonly JsonEdit[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => cutTexts(element, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => cutTexts(inner, [...path, key]));
  if (typeof value !== 'string' || value.length <= MAX_TEXT) return [];
  const [start, end] = [MAX_TEXT - KEPT_AT_END, value.length - KEPT_AT_END];
  const text = `… (${end - start} of ${value.length} characters are not shown) …`;
  return [{ path, splices: [{ start, end, text }] }];
}
