import { createHash } from 'node:crypto';
import { type Json, mapTexts, toJson } from './json.ts';

/** Longer texts are told by their length and digest, so that a difference stays readable. */
const LONGEST_TEXT = 2_000;
const NOTHING = /(?!)/gu;

export interface Inherent {
  readonly folder: string;
  readonly random?: readonly RegExp[] | undefined;
  readonly clock?: readonly RegExp[] | undefined;
  readonly added?: RegExp | undefined;
}

/**
 * Makes what two visits saw comparable: only what is inherently different is replaced. The same random text gets the
 * same token, so that an id that comes back changed is still seen.
 */
export function comparable(value: unknown, { folder, random = [], clock = [], added = NOTHING }: Inherent): Json {
  const tokens = new Map<string, string>();
  const tokenOf = (text: string): string => {
    const token = tokens.get(text) ?? `<random ${tokens.size + 1}>`;
    tokens.set(text, token);
    return token;
  };
  return mapTexts(toJson(value), (text) => {
    const sameFolder = text.replaceAll(added, '').replaceAll(folder, '<folder>');
    const sameTime = clock.reduce((replaced, pattern) => replaced.replaceAll(pattern, '<time>'), sameFolder);
    return shorten(random.reduce((replaced, pattern) => replaced.replaceAll(pattern, tokenOf), sameTime));
  });
}

function shorten(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `<${text.length} characters, sha256 ${createHash('sha256').update(text).digest('hex')}>`;
}
