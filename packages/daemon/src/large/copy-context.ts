import type { MessageContext, AskedRequest } from '@mcp-guard/rules';
import type { PostedContext } from './job.js';

/**
 * Copies what is known about a message for another thread. The request has more members than its type: some wait for
 * the response and are functions, and those cannot be sent.
 */
export function copyContext(context: MessageContext): PostedContext {
  const { answers } = context;
  const copy: PostedContext & { onWork?: MessageContext['onWork'] } = {
    ...context,
    answers: answers && copyAsked(answers),
  };
  delete copy.onWork;
  return copy;
}

const copyAsked = ({ id, method, target, modern, listens, changed }: AskedRequest): AskedRequest => ({
  id,
  method,
  target,
  modern,
  listens,
  changed,
});
