import type { DecidedFinding } from './inspect.js';

/** What a refusal names: the first finding and its place, never the value. */
export function describeRefused({ finding: { type }, title, path }: DecidedFinding, others: number): string {
  const more = others === 0 ? '' : ` (and ${others} more finding${others === 1 ? '' : 's'})`;
  return `${title} (${type}) at ${path}${more}`;
}
