import type { ExplainedRule } from '../exchange/explained-rule.js';
import type { PiiAction } from '@mcp-guard/policy';
import type { DecidedFinding } from './inspect.js';

/** Explains the action for a finding, never its value. */
export const explainFinding = ({ finding, action, rule, path, title, fingerprint }: DecidedFinding): ExplainedRule => ({
  rule,
  verdict: action === 'block' ? 'refuses' : 'passes',
  why: `${title} (${finding.type}) at ${path} is ${DONE[action]}`,
  fingerprint: fingerprint(),
});

const DONE: Readonly<Record<PiiAction, string>> = { block: 'refused', redact: 'taken out', warn: 'only recorded' };
