import type { WithheldFinding, WithheldItem } from '@mcp-guard/core';
import type { PiiRules } from '../../pii-rules.js';
import { DEFINITION } from '../../exchange/found-place.js';

/** Why the rules in force refuse an item, and which rule; an exception for every finding releases it. */
export function stillBlocked({ findings }: WithheldItem, rules: PiiRules): Blocking | undefined {
  for (const finding of findings) {
    const { fingerprint } = finding;
    const decision = rules.decideAt({ ...finding, fingerprint: () => fingerprint }, DEFINITION);
    // A finding that could be taken out elsewhere stood in a name, or there was too much of it.
    if (decision && decision.action !== 'warn') return { finding, rule: decision.rule };
  }
  return undefined;
}

export interface Blocking {
  readonly finding: WithheldFinding;
  readonly rule: string;
}
