import { BYTE_LISTS } from '../decoders/byte-lists.js';
import { hexPairs } from '../decoders/hex-pairs.js';
import type { Json } from '../json.js';

/* Bytes that stand one by one in an array or an object. */

/** Whether a view is of such bytes. */
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
