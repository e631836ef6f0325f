import { isHiddenKind } from '@mcp-guard/detectors';
import type { WithheldFinding, WithheldItem } from '@mcp-guard/core';
import type { PiiRules } from '../../pii-rules.js';

/** Why the rules in force refuse an item, and which rule; an exception for every finding releases it. */
export function stillBlocked({ findings }: WithheldItem, rules: PiiRules): Blocking | undefined {
  for (const finding of findings) {
    const { type, fingerprint } = finding;
    const found = { ...finding, fingerprint: () => fingerprint };
    const decision = isHiddenKind(type) ? rules.decideHidden(type, found, true) : rules.decide(found, 'response');
    // A finding that could be taken out elsewhere stood in a name, or there was too much of it.
    if (decision && decision.action !== 'warn') return { finding, rule: decision.rule };
  }
  return undefined;
}

export interface Blocking {
  readonly finding: WithheldFinding;
  readonly rule: string;
}
