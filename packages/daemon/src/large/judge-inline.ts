import { GuardError, type Message } from '@mcp-guard/core';
import {
  type ChargeLimits,
  type Direction,
  type Judgement,
  type MessageContext,
  type Pipeline,
  refused,
  untouched,
} from '@mcp-guard/rules';
import { InlineBudget } from './inline-budget.js';
import type { LargeMessages } from './large-messages.js';
import type { Owner } from './thread-queue.js';

/**
 * Judges a message in this thread as long as that delays no one, and otherwise has it judged as a whole elsewhere.
 * @param charge takes from each limit once, even if the message is judged again
 * @param elsewhere called if it is too much work
 */
export function judgeInline(
  pipeline: Pick<Pipeline, 'run'>,
  direction: Direction,
  message: Message,
  context: MessageContext,
  charge: ChargeLimits,
  elsewhere: () => Promise<Judgement>,
  budget: InlineBudget = new InlineBudget(),
): Judgement | Promise<Judgement> {
  const judgement = pipeline.run(direction, message, { ...context, onWork: budget.use }, { charge });
  return budget.isSpent ? elsewhere() : judgement;
}

/** Judges a message that was read here in a thread of its own; a thread that takes too long refuses it. */
export async function judgeInThread(
  large: Pick<LargeMessages, 'read'>,
  owner: Owner,
  message: Message,
  context: MessageContext,
  charge: ChargeLimits,
): Promise<Judgement> {
  try {
    // Copied, since its bytes are handed over, and small buffers share one piece of memory.
    const read = await large.read(Buffer.from(new Uint8Array(message.bytes).buffer), owner);
    if (read.kind === 'large') return await read.judge(owner.direction, context, charge);
    throw read.kind === 'malformed' ? read.error : new GuardError('INTERNAL', 'the message was read as a batch');
  } catch (error) {
    return refused(untouched(message), error);
  }
}
