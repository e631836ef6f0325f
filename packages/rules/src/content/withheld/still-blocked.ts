import { isHiddenKind } from '@mcp-guard/detectors';
import type { WithheldFinding, WithheldItem } from '@mcp-guard/core';
import type { PiiRules } from '../content-rules.js';

/** What the rules in force refuse of an item, and by which rule; an exception for all that was found lets it go. */
export function stillBlocked({ findings }: WithheldItem, rules: PiiRules): Blocking | undefined {
  for (const finding of findings) {
    const { type, fingerprint } = finding;
    const found = { ...finding, fingerprint: () => fingerprint };
    const decision = isHiddenKind(type) ? rules.decideHidden(type, found, true) : rules.decide(found, 'response');
    // What may be taken out elsewhere stood where nothing may: in a name, or where too much of it is.
    if (decision && decision.action !== 'warn') return { finding, rule: decision.rule };
  }
  return undefined;
}

export interface Blocking {
  readonly finding: WithheldFinding;
  readonly rule: string;
}
