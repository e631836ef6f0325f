import type { CallOutcome, CallView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';

const WORDS: Readonly<Record<CallOutcome, readonly [word: string, tone: string]>> = {
  allow: ['allowed', ''],
  redact: ['redacted', 'accent'],
  block: ['refused', 'bad'],
  hold: ['held', 'warn'],
};

export const Outcome = ({ outcome }: { readonly outcome: CallOutcome }): JSX.Element => {
  const [word, tone] = WORDS[outcome];
  return <span class={`badge ${tone}`}>{word}</span>;
};

/** Shows the harsher outcome of question and answer. */
export function CallOutcomeBadge({ call }: { readonly call: CallView }): JSX.Element {
  const { outcome, answer } = call;
  if (outcome === 'allow' && answer && answer.outcome !== 'allow') return <Outcome outcome={answer.outcome} />;
  if (outcome === 'allow' && answer?.isError) return <span class="badge warn">error</span>;
  return <Outcome outcome={outcome} />;
}
