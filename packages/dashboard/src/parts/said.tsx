import { safe } from '@mcp-guard/core/page';
import type { JSX } from 'preact';

interface SaidProps {
  readonly text: string;
  /** Characters; what is longer is cut, and says how long it was. */
  readonly max?: number;
}

/** A text from outside: in one line, with nothing in it that could hide or reorder what stands beside it. */
export function Said({ text, max = 200 }: SaidProps): JSX.Element {
  return <bdi>{safe(text, max)}</bdi>;
}
