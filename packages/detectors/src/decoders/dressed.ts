import { isInBase64 } from '../validators/blobs.js';
import { pushApart } from './bytes.js';
import type { Decoder, Reading } from './decoder.js';

/*
 * The commonest tokens begin so, as their vendors publish it; what follows is given where the length is fixed. Their
 * own rules decide what they are: this says only how they may be written.
 */
export const TOKENS: readonly (readonly [prefix: string, body?: string])[] = [
  ['AKIA', '[A-Z2-7]{16}(?=[a-z])'], // more capitals are a protein
  ['ASIA', '[A-Z2-7]{16}(?=[a-z])'],
  ['ghp_', '[A-Za-z0-9]{36}'],
  ['gho_', '[A-Za-z0-9]{36}'],
  ['ghu_', '[A-Za-z0-9]{36}'],
  ['ghs_', '[A-Za-z0-9]{36}'],
  ['ghr_', '[A-Za-z0-9]{36}'],
  ['github_pat_'],
  ['glpat-'],
  ['xoxb-'],
  ['xoxp-'],
  ['sk_live_'],
  ['rk_live_'],
  ['sk-ant-'],
  ['sk-proj-'],
  ['AIza', '[\\w-]{35}'],
  ['npm_', '[A-Za-z0-9]{36}'],
  ['pypi-AgEIcHlwaS5vcmc'],
  ['dop_v1_', '[0-9a-f]{64}'],
  ['shpat_', '[0-9a-fA-F]{32}'],
  ['GOCSPX-', '[\\w-]{28}'],
];

/** A token of these that is written from right to left, has its first word in another case, or has more characters glued to it. */
export const dressed: Decoder = {
  name: 'dressed',
  reads: 'characters',
  anchors: TOKENS.flatMap(([prefix]) => [prefix, reverse(prefix)]),
  read(text, _, places) {
    const readings: Reading[] = [];
    let done = 0;
    for (const place of places)
      for (const { prefix, folded, back, pattern } of BY_END.get(text.charAt(place - 1).toLowerCase()) ?? []) {
        const start = place - prefix.length;
        const found = start < 0 ? '' : text.slice(start, place);
        const isBack = found === back;
        if (!isBack && found.toLowerCase() !== folded) continue;
        if (SHORT.test(prefix) && isInBase64(text, start)) continue;
        const reading = isBack ? readBackwards(text, place) : readForwards(text, start, prefix, pattern);
        if (!reading || reading.start < done || isAmongBytes(text, reading)) continue;
        if (reading.each === 1) readings.push(reading);
        else pushApart(readings, text, reading);
        done = reading.end;
        break;
      }
    return readings;
  },
};

/** Every short word stands in base64 of a picture, in some case and direction. */
const isAmongBytes = (text: string, { start, end, each }: Reading): boolean =>
  BYTES.test(text.slice(Math.max(0, start - AROUND), start)) ||
  BYTES.test(text.slice(each === 1 ? end + MOST - AROUND : end, each === 1 ? end + MOST : end + AROUND));
const AROUND = 48;
const BYTES = /^[\w+/=\r\n-]{48}$/;

function reverse(text: string): string {
  return Array.from(text).toReversed().join('');
}

const FORMS = TOKENS.map(([prefix, body]) => ({
  prefix,
  folded: prefix.toLowerCase(),
  back: reverse(prefix),
  pattern: body === undefined ? undefined : new RegExp(`${prefix}${body}(?=[A-Za-z0-9])`, 'y'),
}));

/** The forms by their last character in either direction, in lower case. */
const BY_END = new Map<string, (typeof FORMS)[number][]>();
for (const form of FORMS)
  for (const end of new Set([form.folded.slice(-1), form.back.slice(-1).toLowerCase()])) {
    const forms = BY_END.get(end);
    if (forms) forms.push(form);
    else BY_END.set(end, [form]);
  }
/** A prefix of letters alone, as base64 is. */
const SHORT = /^[A-Za-z]{1,5}$/;

/** No token is shorter behind its prefix, or longer than so many characters. */
const LEAST = 14;
const MOST = 400;
const BODY = new RegExp(`[\\w.=-]{${LEAST}}`, 'y');
const CHARACTER = /[\w.=/+-]/;

function readForwards(text: string, start: number, prefix: string, pattern: RegExp | undefined): Reading | undefined {
  const end = start + prefix.length;
  if (!text.startsWith(prefix, start)) {
    BODY.lastIndex = end;
    return BODY.test(text) ? { start, end, text: prefix, each: 1 } : undefined;
  }
  if (!pattern) return undefined;
  pattern.lastIndex = start;
  const [token] = pattern.exec(text) ?? [];
  return token === undefined ? undefined : { start, end: start + token.length, text: token };
}

/** The run of characters that ends there. */
function readBackwards(text: string, end: number): Reading | undefined {
  let start = end;
  while (start > end - MOST && start > 0 && CHARACTER.test(text.charAt(start - 1))) start--;
  return end - start < LEAST ? undefined : { start, end, text: reverse(text.slice(start, end)) };
}
