import { readStrict, startsBatch, type Batch, type Malformed, type Message } from '@mcp-guard/core';
import { LARGE_BYTES } from '../large/large-messages.js';
import type { LanePart } from './lane.js';
import { batchProblem, NESTED_BATCH } from './revision-2025-03-26/refuse-batch.js';

export type Read =
  | Message
  | Malformed
  /** To be read in a thread. */
  | { readonly kind: 'large' }
  /** Each element is to be read by itself. */
  | Batch
  | { readonly kind: 'refused batch'; readonly why: string };

/** Reads what came from an end. @param allowsBatches whether the revision in use has them */
export function read({ bytes, batch }: LanePart, maxDepth: number, allowsBatches: boolean): Read {
  if (startsBatch(bytes)) {
    if (batch) return NESTED_BATCH;
    const why = batchProblem(bytes, allowsBatches);
    if (why !== undefined) return { kind: 'refused batch', why };
  }
  return bytes.length > LARGE_BYTES ? LARGE : readStrict(bytes, maxDepth);
}

const LARGE: Read = { kind: 'large' };
