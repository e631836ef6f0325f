import {
  isObject,
  JsonScanner,
  member,
  META_PROTOCOL_VERSION,
  numberTexts,
  parseJson,
  splitElements,
  startsBatch,
  toIdText,
  toPointer,
  type JsonObject,
  type JsonValue,
} from '@mcp-guard/core';

/** What is known about a message that is sent: enough for the headers that repeat it, and for the requests that wait. */
export interface SentMessage {
  readonly bytes: Buffer;
  readonly kind: 'request' | 'notification' | 'answer' | 'batch';
  readonly method: string | undefined;
  /** JSON texts of the ids of its requests. */
  readonly ids: readonly string[];
  /** The revision that the message itself names: it is modern. */
  readonly version: string | undefined;
  /** What `Mcp-Name` repeats. */
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
  const scan = scanOf(bytes);
  const value = parseJson(bytes.toString());
  const params = member(value, 'params');
  const method = textOf(member(value, 'method'));
  const ids = method !== undefined && scan.id !== undefined ? [toExactId(scan.id)] : [];
  const named = method === undefined ? undefined : NAME_MEMBERS.get(method);
  return {
    bytes,
    method,
    kind: method === undefined ? 'answer' : ids.length > 0 ? 'request' : 'notification',
    ids,
    version: textOf(member(member(params, '_meta'), META_PROTOCOL_VERSION)),
    name: named === undefined ? undefined : textOf(member(params, named)),
    cancels: method === 'notifications/cancelled' ? exactIdAt(bytes, member(params, 'requestId')) : undefined,
  };
}

/** JSON text, in the digits that are sent. */
function exactIdAt(bytes: Buffer, id: JsonValue | undefined): string | undefined {
  if (typeof id !== 'number' || Number.isSafeInteger(id)) return toIdText(id);
  return numberTexts(bytes, REQUEST_ID).get(toPointer(REQUEST_ID));
}

const REQUEST_ID = ['params', 'requestId'];

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

/** The ids of the responses in what a server sent. Nothing of a text that is too long to be scanned here. */
export function answeredIds(bytes: Buffer): readonly string[] | undefined {
  if (bytes.length > MAX_SCANNED) return undefined;
  const elements = startsBatch(bytes) ? [...splitElements(bytes)] : [bytes];
  return elements.flatMap((element) => {
    const scan = scanOf(element);
    return scan.method === undefined && scan.id !== undefined ? [toExactId(scan.id)] : [];
  });
}

/** What the log calls it: methods of the protocol, and no text of a client. */
export const toLabel = ({ kind, method }: SentMessage): string =>
  method !== undefined && METHOD.test(method) ? method : `a ${kind}`;

const METHOD = /^[a-z]{1,20}(?:\/[a-zA-Z_]{1,20}){0,2}$/;

/** The params of a message that is sent. */
export function paramsOf(bytes: Buffer): JsonObject | undefined {
  const params = member(parseJson(bytes.toString()), 'params');
  return isObject(params) ? params : undefined;
}

const MAX_SCANNED = 64 * 1024;

function scanOf(bytes: Buffer): JsonScanner {
  const scan = new JsonScanner();
  scan.feed(bytes);
  return scan;
}

/** One spelling for one id. */
export function toExactId(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    return JSON.stringify(parseJson(text));
  } catch {
    return text;
  }
}

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
