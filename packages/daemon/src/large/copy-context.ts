import type { MessageContext, AskedRequest } from '@mcp-guard/rules';
import type { PostedContext } from './job.js';

/**
 * What is known of a message, for another thread. The request at hand holds more than its type says: what hangs on
 * its answer is made of functions, and those cannot be sent.
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
