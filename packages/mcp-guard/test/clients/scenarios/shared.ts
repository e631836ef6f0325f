import type { Elicited, SampledText } from '../connected-client.ts';

/** A model's answer that contains what it was asked, so that a changed question shows. */
export const sampled = (text: string): SampledText => ({
  role: 'assistant',
  model: 'model-of-the-test',
  stopReason: 'endTurn',
  content: { type: 'text', text },
});

export const accepted = (content: NonNullable<Elicited['content']>): Elicited => ({ action: 'accept', content });

/** Answers one after the other; the last one is given again and again. */
export function inTurn<Answer>(...answers: readonly [Answer, ...Answer[]]): () => Answer {
  let next = 0;
  return () => {
    const answer = answers[Math.min(next, answers.length - 1)] ?? answers[0];
    next += 1;
    return answer;
  };
}

/** Behind every question to open a page, the guard tells where it leads. */
export const HOST_SIGN: RegExp = / \[opens: (?:example\.com|modelcontextprotocol\.io)\]/gu;
