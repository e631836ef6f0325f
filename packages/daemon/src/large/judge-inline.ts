import { GuardError, type Message } from '@mcp-guard/core';
import type { ChargeLimits, Direction, Judgement, MessageContext, Pipeline } from '@mcp-guard/rules';
import { InlineBudget } from './inline-budget.js';
import type { LargeMessage, LargeMessages } from './large-messages.js';
import type { Owner } from './thread-queue.js';

/**
 * Judges a message in this thread as long as that delays no one. Nothing if it is too much work: it is to be judged as
 * a whole elsewhere.
 * @param charge takes from each limit once, even if the message is judged again
 */
export function judgeInline(
  pipeline: Pick<Pipeline, 'run'>,
  direction: Direction,
  message: Message,
  context: MessageContext,
  charge: ChargeLimits,
  budget: InlineBudget = new InlineBudget(),
): Judgement | undefined {
  const judgement = pipeline.run(direction, message, { ...context, onWork: budget.use }, { charge });
  return budget.isSpent ? undefined : judgement;
}

/** Reads a message that was read here in a thread of its own, to be judged there. */
export async function readInThread(
  large: Pick<LargeMessages, 'read'>,
  owner: Owner,
  message: Message,
): Promise<LargeMessage> {
  // Copied, since its bytes are handed over, and small buffers share one piece of memory.
  const read = await large.read(Buffer.from(new Uint8Array(message.bytes).buffer), owner);
  if (read.kind === 'large') return read;
  throw read.kind === 'malformed' ? read.error : new GuardError('INTERNAL', 'the message was read as a batch');
}
