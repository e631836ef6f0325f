import type { Parts } from './parts.js';

/**
 * Lets a halt reach what is open, and looks for the files that another guard or a command may have written. Returns a
 * function that stops that.
 */
export function followHalts({ options, state, approvals, sessions }: Parts): () => void {
  const { halt } = state;
  halt.follow({
    halted() {
      approvals.answerOpenCalls();
      sessions.halt();
    },
    ended: () => sessions.endAll(),
    released: () => sessions.announceChange(),
  });
  const timer = setInterval(() => halt.look(), options.timings.configWatch).unref();
  return () => clearInterval(timer);
}
