import {
  GuardError,
  member,
  numberTexts,
  readStrict,
  startsBatch,
  toPointer,
  type Batch,
  type Malformed,
  type Message,
  type Notification,
  CANCELLED,
} from '@mcp-guard/core';
import { type Direction, BACK, halted } from '@mcp-guard/rules';
import { LARGE_BYTES } from '../large/large-messages.js';
import type { OpenRequest, OpenRequests } from '../state/open-requests.js';
import type { LanePart } from './lane.js';
import { batchProblem, NESTED_BATCH } from './revision-2025-03-26/refuse-batch.js';

/* The way in of a session: a line becomes a message, and the message is paired with a request. */

export type Read =
  | Message
  | Malformed
  /** To be read by the inspector, in its turn. */
  | { readonly kind: 'unread' }
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
  return bytes.length > LARGE_BYTES ? UNREAD : readStrict(bytes, maxDepth);
}

const UNREAD: Read = { kind: 'unread' };

export interface Pairing {
  /** The request that this message makes or responds to. */
  readonly request?: OpenRequest;
  readonly cancels?: OpenRequest;
  /** Why this message may not be delivered under any policy. */
  readonly error?: GuardError;
}

/** Opens the request that a message makes, ends the one it responds to, or marks the one it cancels. */
export function pair(
  asked: Readonly<Record<Direction, OpenRequests>>,
  direction: Direction,
  message: Message,
): Pairing {
  if (message.kind === 'request') {
    const why = asked[direction].refuses(message.id);
    return why === undefined ? { request: asked[direction].add(message) } : refuse(why);
  }
  if (message.kind === 'notification') return isCancellation(message) ? cancel(asked[direction], message) : {};
  if (message.id === undefined) return {}; // an error that belongs to no request: the other end could not read one
  const request = asked[BACK[direction]].closeReleased(message.id);
  if (request?.isTakenBack) return { request, error: halted() };
  return request ? { request } : refuse('this response belongs to no open request');
}

export const isCancellation = (message: Message): boolean =>
  message.kind === 'notification' && message.method === CANCELLED;

function cancel(open: OpenRequests, message: Notification): Pairing {
  const parsed = member(message.params, 'requestId');
  if (typeof parsed !== 'string' && typeof parsed !== 'number') return {};
  const id = exactId(parsed, message);
  const { request, isAlike } = id === undefined ? NOT_TOLD : open.find(id);
  // Its reader may cancel a request that still waits here.
  if (isAlike) return refuse('the id of what this cancels can be taken for another');
  if (!request) return {};
  open.cancel(request);
  return { cancels: request };
}

/** JSON text, in the digits that were sent. Of a message that is judged in another thread they may not be here. */
function exactId(id: string | number, { body, bytes }: Message): string | undefined {
  if (typeof id === 'string') return JSON.stringify(id);
  if (Number.isSafeInteger(id)) return String(id);
  return body === 'here' ? numberTexts(bytes, REQUEST_ID).get(toPointer(REQUEST_ID)) : undefined;
}

const NOT_TOLD = { request: undefined, isAlike: true };
const REQUEST_ID = ['params', 'requestId'];

const refuse = (why: string): Pairing => ({ error: new GuardError('MALFORMED_MESSAGE', why) });
