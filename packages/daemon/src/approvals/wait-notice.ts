import { lineSafe, member, numberTexts, toPointer, type Call } from '@mcp-guard/core';

/**
 * The guard's own progress on a call that waits for a person; nothing where the client asked for none. It counts up
 * to zero, so that whatever the server tells later is more.
 * @param left seconds
 */
export function waitNotice(call: Call, left: number): Buffer | undefined {
  const token = member(member(call.params, '_meta'), 'progressToken');
  const text =
    typeof token === 'string' ? JSON.stringify(token) : typeof token === 'number' ? digitsOf(token, call) : undefined;
  if (text === undefined) return undefined;
  const progress = Math.min(-1, -Math.ceil(left));
  const told = JSON.stringify({ progress, message: 'waiting for a person to approve this call' }).slice(1);
  const method = '"method":"notifications/progress"';
  return lineSafe(Buffer.from(`{"jsonrpc":"2.0",${method},"params":{"progressToken":${text},${told}}`));
}

/** As it was sent. Of a message that was judged in another thread the text is not here: only what a number holds exactly. */
function digitsOf(token: number, { body, bytes }: Call): string | undefined {
  if (Number.isSafeInteger(token)) return String(token);
  return body === 'here' ? numberTexts(bytes, PATH).get(toPointer(PATH)) : undefined;
}

const PATH = ['params', '_meta', 'progressToken'];
