import { lineSafe, member, numberTexts, toPointer, type Call } from '@mcp-guard/core';

/**
 * The guard's own progress notification for a call that waits for a person; nothing if the client asked for none. It
 * counts up to zero, so that any progress that the server reports later is more.
 * @param left seconds
 */
export function waitNotice(call: Call, left: number): Buffer | undefined {
  const token = member(member(call.params, '_meta'), 'progressToken');
  const text =
    typeof token === 'string' ? JSON.stringify(token) : typeof token === 'number' ? digitsOf(token, call) : undefined;
  if (text === undefined) return undefined;
  const progress = Math.min(-1, -Math.ceil(left));
  const fields = JSON.stringify({ progress, message: 'waiting for a person to approve this call' }).slice(1);
  const method = '"method":"notifications/progress"';
  return lineSafe(Buffer.from(`{"jsonrpc":"2.0",${method},"params":{"progressToken":${text},${fields}}`));
}

/** The digits as they were sent. A message that was judged in another thread has no text here: then only a safe integer. */
function digitsOf(token: number, { body, bytes }: Call): string | undefined {
  if (Number.isSafeInteger(token)) return String(token);
  return body === 'here' ? numberTexts(bytes, PATH).get(toPointer(PATH)) : undefined;
}

const PATH = ['params', '_meta', 'progressToken'];
