import { isObject, JsonCursor, member, parseJson, type Received } from '@mcp-guard/core';
import type { HttpConversation } from './http-conversation.js';
import { answeredIds, toLabel, type SentMessage } from '../sent-message.js';
import { drain, typeOf, type LinkResponse } from '../link/link.js';
import { toNote } from '../words.js';
import { WholeBody } from '../stream/whole-body.js';

/** A longer error of a server is not read. */
const MAX_ERROR_BYTES = 256 * 1024;

/**
 * Reads a response without success. The error of a server is delivered as it came, if it names the request; one without an
 * id gets it. True if the server did not say what is wrong with the message because it no longer knows its session.
 */
export async function readStatusAnswer(
  response: LinkResponse,
  message: SentMessage,
  { inbox, lines, words, lose, note }: HttpConversation,
  inSession: boolean,
): Promise<boolean> {
  const { status } = response;
  const bytes = await readError(response, { inbox, lines });
  const [id] = message.ids;
  const own = bytes && id !== undefined && message.ids.length === 1 ? toOwnError(bytes, id) : undefined;
  if (own?.isNamed) deliver(own.bytes);
  else if (inSession && (status === 404 || (status === 400 && own?.isAboutSession))) return true;
  else if (own) deliver(own.bytes);
  else if (id !== undefined && message.method === 'server/discover' && status < 500) {
    // The server is older than this question, and says so in HTTP: its client falls back as from any server without it.
    deliver(Buffer.from(`{"jsonrpc":"2.0","id":${id},"error":{"code":-32601,"message":"Method not found"}}`));
  } else {
    for (const each of message.ids) lose(each, words.status(status));
    note(`${toLabel(message)}: ${toNote(words.status(status))}`);
  }
  return false;

  function deliver(answer: Buffer): void {
    inbox.deliver({ kind: 'kept', bytes: answer, release: undefined });
  }
}

async function readError(
  response: LinkResponse,
  { inbox, lines }: Pick<HttpConversation, 'inbox' | 'lines'>,
): Promise<Buffer | undefined> {
  if (typeOf(response) !== 'application/json') {
    await drain(response.body);
    return undefined;
  }
  let bytes: Buffer | undefined;
  const take = (received: Received): void => {
    if (received.kind !== 'kept') return;
    bytes = Buffer.from(received.bytes);
    received.release?.();
  };
  const maxBytes = Math.min(lines.maxBytes, MAX_ERROR_BYTES);
  await inbox.read(response.body, new WholeBody({ ...lines, maxBytes }, take));
  return bytes;
}

interface OwnError {
  readonly bytes: Buffer;
  /** It names the request itself. */
  readonly isNamed: boolean;
  /** It speaks of the session: servers that were started again also say so with the status 400. */
  readonly isAboutSession: boolean;
}

/** The body, if it is the JSON-RPC error of this request; one without an id gets this one. */
function toOwnError(bytes: Buffer, id: string): OwnError | undefined {
  try {
    const value = parseJson(bytes.toString());
    const error = member(value, 'error');
    if (!isObject(error) || member(value, 'result') !== undefined) return undefined;
    if (answeredIds(bytes)?.includes(id)) return { bytes, isNamed: true, isAboutSession: false };
    if ((member(value, 'id') ?? null) !== null) return undefined;
    const text = memberText(bytes.toString(), 'error');
    const message = member(error, 'message');
    const isAboutSession = typeof message === 'string' && message.toLowerCase().includes('session');
    return { bytes: Buffer.from(`{"jsonrpc":"2.0","id":${id},"error":${text}}`), isNamed: false, isAboutSession };
  } catch {
    return undefined;
  }
}

/** The value of a member of the outermost object as it was sent, so that numbers keep their digits. */
function memberText(text: string, key: string): string {
  const cursor = new JsonCursor(text);
  for (cursor.at++; !cursor.skipTo('}');) {
    const name = cursor.readKey();
    const start = cursor.at;
    cursor.skipValue();
    if (name === key) return text.slice(start, cursor.at);
  }
  throw new Error('the member is missing');
}
