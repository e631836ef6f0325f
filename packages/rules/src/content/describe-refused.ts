import type { DecidedFinding } from './inspect.js';

/** Names the first finding of a refusal and its place, never the value. */
export function describeRefused({ finding: { type }, title, path }: DecidedFinding, others: number): string {
  const more = others === 0 ? '' : ` (and ${others} more finding${others === 1 ? '' : 's'})`;
  return `${title} (${type}) at ${path}${more}`;
}
