import type { MessageContext } from '../interceptor.js';
import type { AskedQuestion } from '../open-requests.js';
import type { PostedContext } from './job.js';

/**
 * What is known of a message, for another thread. Member by member: the objects at hand hold more than their types
 * say (what hangs on an answer is made of functions), and a function cannot be sent.
 */
export function copyContext({
  server,
  session,
  actor: { uid, user, pid, roles, refusal },
  cwd,
  environment,
  answers,
  tasks,
  markers,
}: MessageContext): PostedContext {
  return {
    server,
    session,
    actor: { uid, user, pid, roles, refusal: refusal && copyRefusal(refusal) },
    cwd,
    ...(environment !== undefined && { environment }),
    answers: answers && copyAsked(answers),
    tasks: tasks?.map(({ id, by }) => ({ id, by: by.map(({ method, target }) => ({ method, target })) })),
    markers,
  };
}

const copyRefusal = ({ message, hint, rule }: NonNullable<MessageContext['actor']['refusal']>) => ({
  message,
  hint,
  rule,
});

const copyAsked = ({ id, method, target, modern, listens, changed }: AskedQuestion): AskedQuestion => ({
  id,
  method,
  target,
  modern,
  listens,
  changed,
});
