import { BYTE_LISTS } from '../decoders/byte-lists.js';
import { hexPairs } from '../decoders/hex-pairs.js';
import type { Json } from '../json.js';
import { toWords } from '../rules/words.js';

/* The members of an object, or the items of an array, label each other. */

/** The words of an option that labels the next item: `["--password", "…"]`. */
export const optionOf = (item: Json): string => (typeof item === 'string' && OPTION.test(item) ? wordsOfKey(item) : '');
const OPTION = /^--?[A-Za-z][\w-]{1,64}$/;

/**
 * The label of the value beside it: `{ "name": "DB_PASSWORD", "value": "…" }`, as the lists of many formats have it, or
 * the words of the key around both: `"db_password": { "value": "…" }`.
 */
export function labelOf(members: Readonly<Record<string, Json>>, parent: string): string | undefined {
  if (members['value'] === undefined && members['Value'] === undefined) return undefined;
  if (typeof members['keyName'] === 'string') return 'account key'; // as the command line of Azure lists them
  const label = LABELS.map((name) => members[name]).find((each) => typeof each === 'string');
  if (label === undefined && parent !== '') return parent;
  return label !== undefined && label.length <= MAX_LABEL ? label : undefined;
}
const LABELS = ['name', 'key', 'Name', 'Key', 'id', 'label', 'title', 'field', 'header', 'variable', 'env'] as const;
const LABEL_NAMES: ReadonlySet<string> = new Set(LABELS);
/** A member of that name may say what the value beside it is. */
export const isLabel = (name: string): boolean => LABEL_NAMES.has(name);
export const isValue = (name: string): boolean => name === 'value' || name === 'Value';
const MAX_LABEL = 64;

/** Keys whose words are remembered: messages have the same few again and again. */
const MAX_KEYS = 1024;
const MAX_KNOWN = 128;
const knownKeys = new Map<string, string>();

/** A part of a string keeps all of it in memory, so what is kept is copied. */
export const copyOf = (part: string): string => ` ${part}`.slice(1);

export function wordsOfKey(name: string): string {
  if (name.length > MAX_KNOWN) return toWords(name);
  let words = knownKeys.get(name);
  if (words === undefined) {
    if (knownKeys.size >= MAX_KEYS) knownKeys.clear();
    knownKeys.set(copyOf(name), (words = toWords(name)));
  }
  return words;
}

/** Types whose bytes are for programs that show, play or unpack them; none of text. */
const BYTES = String.raw`(?:image|audio|video|font)\/(?!svg)[\w.+-]{1,80}|application\/(?:font-[\w-]{1,40}|gzip|java-archive|msword|octet-stream|pdf|vnd\.[\w.+-]{1,100}|wasm|x-[\w.+-]{1,80}|zip|zstd)`;
const TYPE = new RegExp(`^(?:${BYTES})(?:;|$)`, 'i');

/** https://www.rfc-editor.org/rfc/rfc2397 */
export const DATA_URI: RegExp = new RegExp(`^data:(?:${BYTES})(?:;[\\w=-]{1,80}){0,4};base64,`, 'i');

/**
 * Members tell that their neighbours are bytes: the content blocks and resources of the protocol, and what else names a
 * media type. This decides only whether bytes that are too many to read are reported or refused.
 */
export function declaresBytes(members: Readonly<Record<string, Json>>): boolean {
  return NAMES.some((name) => {
    const value = members[name];
    return typeof value === 'string' && value.length <= MAX_TYPE && TYPE.test(value);
  });
}
const NAMES = ['mimeType', 'mime_type', 'contentType', 'content_type', 'mediaType', 'media_type'] as const;
const MAX_TYPE = 256;

/** A view is of such bytes. */
export const isOfBytes = (view: string): boolean => VIEW.test(view);
const VIEW = new RegExp(`^(?:\\S*\\+)?(?:${BYTE_LISTS}|${hexPairs.name})(?![\\w-])`);

/** Fewer say nothing. */
const MIN_ITEMS = 8;
/** A byte as a number, or a text of one in decimal or hexadecimal. */
const BYTE = /^(?:0x)?[\da-f]{1,3}$/i;

const isByte = (item: Json | undefined): boolean =>
  typeof item === 'number'
    ? Number.isInteger(item) && item >= 0 && item < 256
    : typeof item === 'string' && BYTE.test(item);

/** An array of bytes, as it would stand in a text; `undefined` where it is none. */
export const listItems = (items: readonly Json[]): string | undefined =>
  items.length >= MIN_ITEMS && isByte(items[0]) && items.every(isByte) ? items.map(String).join(',') : undefined;

/** The same of an object whose keys are numbers, as JSON writes arrays of bytes. */
export function listMembers(members: Readonly<Record<string, Json>>): string | undefined {
  // Keys that are numbers stand first and in order.
  if (!isByte(members['0']) || !isByte(members['1'])) return undefined;
  return listItems(Object.values(members));
}
