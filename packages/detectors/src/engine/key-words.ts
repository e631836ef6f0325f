import type { Json } from '../json.js';
import { toWords } from '../rules/words.js';

/** The words of an option that labels the next item: `["--password", "…"]`. */
export const optionOf = (item: Json): string => (typeof item === 'string' && OPTION.test(item) ? wordsOfKey(item) : '');
const OPTION = /^--?[A-Za-z][\w-]{1,64}$/;

/** What labels the value beside it: `{ "name": "DB_PASSWORD", "value": "…" }`, as the lists of many formats have it. */
export function labelOf(members: Readonly<Record<string, Json>>): string | undefined {
  if (members['value'] === undefined && members['Value'] === undefined) return undefined;
  const label = LABELS.map((name) => members[name]).find((each) => typeof each === 'string');
  return label !== undefined && label.length <= MAX_LABEL ? label : undefined;
}
const LABELS = ['name', 'key', 'Name', 'Key', 'id', 'label', 'title', 'field', 'header', 'variable', 'env'] as const;
export const isValue = (name: string): boolean => name === 'value' || name === 'Value';
const MAX_LABEL = 64;

/** Keys whose words are remembered: messages have the same few again and again. */
const MAX_KEYS = 1024;
const MAX_KNOWN = 128;
const knownKeys = new Map<string, string>();

export function wordsOfKey(name: string): string {
  if (name.length > MAX_KNOWN) return toWords(name);
  let words = knownKeys.get(name);
  if (words === undefined) {
    if (knownKeys.size >= MAX_KEYS) knownKeys.clear();
    knownKeys.set(name, (words = toWords(name)));
  }
  return words;
}
