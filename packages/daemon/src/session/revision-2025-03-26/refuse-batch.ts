import { GuardError, JsonScanner, splitElements, toMalformed, type Malformed } from '@mcp-guard/core';

/** A longer batch is refused, in bytes. Its elements can be sent as lines. */
const MAX_BATCH_BYTES = 4 * 2 ** 20;
/** Elements and bytes of a batch refused as a whole that are searched for waiting ends. */
const MAX_SEARCHED = 100;
const MAX_SEARCHED_BYTES = 64 * 1024;

/** This stands for a part of a batch that is not taken apart. */
export interface RefusedElement {
  readonly malformed: Malformed;
  readonly bytesIn: number;
}

/** A refusal for a message without a known requester. */
const unreadable = (why: string): Malformed => ({
  kind: 'malformed',
  error: new GuardError('MALFORMED_MESSAGE', why),
  id: undefined,
  method: undefined,
  isAnswer: true,
});

export const NESTED_BATCH: Malformed = unreadable('a batch stands inside a batch');

/** Why a batch is refused before it is taken apart. */
export function batchProblem(bytes: Buffer, isAllowed: boolean): string | undefined {
  if (!isAllowed) return 'batches are not part of the revision in use';
  return bytes.length > MAX_BATCH_BYTES ? `the batch is larger than ${MAX_BATCH_BYTES} bytes` : undefined;
}

/**
 * The ends that wait for the first elements of a refused batch get an error each; the rest gets one.
 * @param countElement false if the session ends by one element more
 */
export function* refuseBatch(
  bytes: Buffer,
  why: string,
  countElement: () => boolean,
): Generator<RefusedElement, undefined> {
  const searched = bytes.subarray(0, MAX_SEARCHED_BYTES);
  let reported = 0;
  let left = bytes.length;
  for (const element of splitElements(searched)) {
    if (reported > 0 && !countElement()) return;
    reported++;
    left -= element.length;
    yield { malformed: toRefusedElement(element, why), bytesIn: element.length };
    if (reported === MAX_SEARCHED) break;
  }
  const isWhole = reported < MAX_SEARCHED && searched.length === bytes.length;
  if (reported === 0 || !isWhole) yield { malformed: unreadable(why), bytesIn: left };
}

/** The element is scanned and not read. */
function toRefusedElement(element: Buffer, why: string): Malformed {
  const scan = new JsonScanner();
  scan.feed(element);
  return toMalformed(scan, new GuardError('MALFORMED_MESSAGE', why));
}
