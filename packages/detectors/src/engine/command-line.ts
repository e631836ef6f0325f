import { commandLines } from '../decoders/arguments.js';
import { COMMAND_PASSWORD } from '../own-types.js';
import type { Json } from '../json.js';
import type { Reader } from './reader.js';

/* The items of an array as a command line, where they are the arguments of a program: `["curl", "-u", "me:…"]`. */

/** In characters: longer ones have files or documents in them, which are looked at for themselves. */
const MAX_LENGTH = 4096;
const MAX_ITEMS = 64;
const OPTION = /^--?[A-Za-z]/;

/** A finding in one of the items, and where in it. */
type Found = ReturnType<Reader['read']>[number] & { readonly index: number };

/** The passwords that only the line gives away. */
export function findInArguments(items: readonly Json[], reader: Reader): readonly Found[] {
  if (items.length < 2 || items.length > MAX_ITEMS || typeof items[0] !== 'string') return [];
  const texts = items.filter((item) => typeof item === 'string');
  if (texts.length < items.length || !texts.some((text) => OPTION.test(text))) return [];
  if (texts.reduce((sum, { length }) => sum + length, 0) > MAX_LENGTH) return [];
  const found = reader.read(` ${texts.join(' ')}`, '').filter(({ detector: { id } }) => id === COMMAND_PASSWORD);
  let begin = 1;
  return texts.flatMap((text, index) => {
    const from = begin;
    begin += text.length + 1;
    return found
      .filter(({ start, end }) => start >= from && end < begin)
      .map(({ detector, start, end, confidence }) => {
        const view = commandLines.name;
        return { detector, index, start: start - from, end: end - from, confidence, view };
      });
  });
}
