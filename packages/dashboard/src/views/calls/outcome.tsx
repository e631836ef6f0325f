import type { CallOutcome } from '@mcp-guard/core/page';
import type { JSX } from 'preact';

const TONES: Readonly<Record<CallOutcome, string>> = {
  allowed: '',
  redacted: 'accent',
  refused: 'bad',
  held: 'warn',
  error: 'warn',
};

export const Outcome = ({ outcome }: { readonly outcome: CallOutcome }): JSX.Element => (
  <span class={`badge ${TONES[outcome]}`}>{outcome}</span>
);
