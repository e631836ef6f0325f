import type { IncomingMessage } from 'node:http';
import { GuardError, parseJson, type JsonValue } from '@mcp-guard/core';

const MAX_BODY_BYTES = 65_536;

/** The JSON in the body of a request; nothing if it has none. Throws if there is too much of it, or it is no JSON. */
export async function readBody(request: IncomingMessage): Promise<JsonValue | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection is kept, so that the sender gets the refusal.
  const incoming: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of incoming) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_BODY_BYTES) {
      throw new GuardError('MESSAGE_TOO_LARGE', `the request is longer than ${MAX_BODY_BYTES} bytes`);
    }
  }
  if (length === 0) return undefined;
  try {
    return parseJson(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new GuardError('MALFORMED_MESSAGE', 'the body of the request is not JSON');
  }
}
