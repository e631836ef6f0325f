import {
  JsonScanner,
  META_PROTOCOL_VERSION,
  tryParseJson,
  splitElements,
  startsBatch,
  toPointer,
} from '@mcp-guard/core';
import { findTexts, readString, type Wanted } from './json-members.js';

/** The facts about a message that is sent: enough for the headers that repeat it, and for the requests that wait. */
export interface SentMessage {
  readonly bytes: Buffer;
  readonly kind: 'request' | 'notification' | 'answer' | 'batch';
  readonly method: string | undefined;
  /** JSON texts of the ids of its requests. */
  readonly ids: readonly string[];
  /** The revision that the message itself names: it is modern. */
  readonly version: string | undefined;
  /** The name that `Mcp-Name` repeats. */
  readonly name: string | undefined;
  /** The request that it cancels, as JSON text. */
  readonly cancels: string | undefined;
}

/** The member of the params that is repeated in `Mcp-Name`. */
const NAME_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
]);

/** Reads it from the bytes, which were read strictly before. */
export function toSentMessage(bytes: Buffer): SentMessage {
  if (startsBatch(bytes)) return toSentBatch(bytes);
  const found = findTexts(bytes, WANTED);
  const method = readString(found.get('/method'));
  const id = found.get('/id');
  const ids = method !== undefined && id !== undefined ? [toExactId(id)] : [];
  const named = method === undefined ? undefined : NAME_MEMBERS.get(method);
  const cancelled = method === 'notifications/cancelled' ? found.get('/params/requestId') : undefined;
  return {
    bytes,
    method,
    kind: method === undefined ? 'answer' : ids.length > 0 ? 'request' : 'notification',
    ids,
    version: readString(found.get(VERSION)),
    name: named === undefined ? undefined : readString(found.get(`/params/${named}`)),
    cancels: cancelled === undefined ? undefined : toExactId(cancelled),
  };
}

const VERSION = toPointer(['params', '_meta', META_PROTOCOL_VERSION]);
const WANTED: Wanted = {
  method: true,
  id: true,
  params: { name: true, uri: true, taskId: true, requestId: true, _meta: { [META_PROTOCOL_VERSION]: true } },
};

/** Only one revision has batches, and only of the legacy era. */
function toSentBatch(bytes: Buffer): SentMessage {
  const ids: string[] = [];
  for (const element of splitElements(bytes)) {
    const { id, method } = scanOf(element);
    if (method !== undefined && id !== undefined) ids.push(toExactId(id));
  }
  const nothing = { method: undefined, version: undefined, name: undefined, cancels: undefined };
  return { bytes, kind: 'batch', ids, ...nothing };
}

/** The ids of the responses in what a server sent. Nothing of a text that is too long to be scanned here and may be one. */
export function answeredIds(bytes: Buffer): readonly string[] | undefined {
  if (bytes.length > MAX_SCANNED) return asksAtOnce(bytes) ? [] : undefined;
  const elements = startsBatch(bytes) ? [...splitElements(bytes)] : [bytes];
  return elements.flatMap((element) => {
    const scan = scanOf(element);
    return scan.method === undefined && scan.id !== undefined ? [toExactId(scan.id)] : [];
  });
}

/** The name in the log: methods of the protocol, and no text of a client. */
export const toLabel = ({ kind, method }: SentMessage): string =>
  method !== undefined && METHOD.test(method) ? method : `a ${kind}`;

const METHOD = /^[a-z]{1,20}(?:\/[a-zA-Z_]{1,20}){0,2}$/;

const MAX_SCANNED = 64 * 1024;
/** Most senders write the method before what may be long. */
const MAX_START = 1024;

const asksAtOnce = (bytes: Buffer): boolean =>
  !startsBatch(bytes) && scanOf(bytes.subarray(0, MAX_START)).method !== undefined;

function scanOf(bytes: Buffer): JsonScanner {
  const scan = new JsonScanner();
  scan.feed(bytes);
  return scan;
}

/** One spelling for one id. */
export function toExactId(text: string): string {
  if (!text.startsWith('"')) return text;
  const id = tryParseJson(text);
  return id === undefined ? text : JSON.stringify(id);
}
