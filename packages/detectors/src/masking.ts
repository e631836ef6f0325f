/*
 * Texts that people are shown, or that are written down. The order is always the same: take secrets out, then cut, then
 * make safe for where it goes. A text that is cut first may end in the half of a secret, which is not known as one.
 */
import type { CustomTypes } from './custom.js';
import type { Group } from './detector.js';
import type { Finding, ScanOptions } from './engine/finding.js';
import { scan } from './engine/scan.js';
import type { Json } from './json.js';
import { groupsOf } from './types.js';

/** Groups whose findings stand in no record and on no screen. */
const UNWRITABLE: ReadonlySet<Group> = new Set([
  'secret',
  'secret.temporary',
  'pii.national_id',
  'pii.financial',
  'custom',
]);
/** How sure a finding must be. */
const SURE = 0.8;

/** Names that are remembered, and the length of each in UTF-16 units. */
const MAX_NAMES = 512;
const MAX_NAME = 128;

/** The most characters of one text that are searched. */
const MAX_LOOKED = 8192;
/** At the end of a longer one so many may be the beginning of a secret, and are left out. */
const MAX_HALF = 4096;

/** All of a value that may be neither shown nor written down. */
export const findUnwritable = (
  value: Json,
  options: Pick<ScanOptions, 'custom' | 'longNumbers'> = {},
): readonly Finding[] =>
  scan(value, { ...options, threshold: SURE, skipNetwork: true }).filter(({ group }) => UNWRITABLE.has(group));

export const findCredentials = (value: Json): readonly Finding[] =>
  findUnwritable(value).filter(({ group }) => groupsOf(group).includes('secret'));

/**
 * The whole of a text, in which credentials, ids and accounts are markers.
 * @param custom types of the configuration, which are masked as well
 */
export const mask = (text: string, custom?: CustomTypes): string => maskTo(text, text.length, custom);

/** A text for logs and records: masked, and of so many characters at most beside the words that say how long it was. */
export function forRecord(text: string, limit: number, custom?: CustomTypes): string {
  const masked = maskStart(text, custom);
  if (masked.length <= limit && text.length <= MAX_LOOKED) return masked.toWellFormed();
  return `${masked.slice(0, limit).toWellFormed()}… (${text.length} characters)`; // half a character cannot be stored
}

/**
 * `forRecord` for what comes again and again: tools, methods, ids. A name in which nothing was found is not searched again.
 * Names that hold something are not remembered.
 * @param custom what is found besides, so the result holds for one configuration
 */
export function createForRecord(custom: CustomTypes): (text: string, limit: number) => string {
  const clean = new Set<string>();
  return (text, limit) => {
    if (text.length <= limit && clean.has(text)) return text;
    const shown = forRecord(text, limit, custom);
    if (shown !== text || text.length > MAX_NAME) return shown;
    if (clean.size >= MAX_NAMES) clean.clear();
    clean.add(text);
    return shown;
  };
}

/**
 * A text from outside for the screen: masked, in one line, of so many characters at most.
 * @param safe makes a text harmless, and cuts it: of `core`, which this package does not know
 */
export function forTerminal(text: string, limit: number, safe: (text: string, limit: number) => string): string {
  return safe(text.length > MAX_LOOKED ? `${maskStart(text)}…` : maskStart(text), limit);
}

/** The beginning of a long text, without the half of a secret at its end. */
const maskStart = (text: string, custom?: CustomTypes): string =>
  text.length > MAX_LOOKED
    ? maskTo(text.slice(0, MAX_LOOKED), MAX_LOOKED - MAX_HALF, custom)
    : maskTo(text, text.length, custom);

/** All of the text is looked at, and what stands before `limit` is returned. */
function maskTo(text: string, limit: number, custom: CustomTypes | undefined): string {
  const found = findUnwritable(text, custom && { custom }).toSorted((a, b) => a.start - b.start);
  let masked = '';
  let at = 0;
  for (const { type, start, end } of found) {
    if (start >= limit) break;
    if (end <= at) continue;
    if (start >= at) masked += `${text.slice(at, start)}[REDACTED:${type}]`;
    at = end;
  }
  return masked + text.slice(at, Math.max(at, limit));
}
