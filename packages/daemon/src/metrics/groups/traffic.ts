import { BOUNDS } from '../series.js';
import { counter } from '../family.js';
import type { MetricGroup } from './group.js';

export const traffic: MetricGroup = ({ tally }) => [
  counter('calls', 'Calls of tools, resources and prompts that have ended, by outcome.', tally.calls.samples),
  counter(
    'messages',
    'Recorded messages by outcome; a held call counts once its wait has ended.',
    tally.messages.samples,
  ),
  counter('refusals', 'Refused or held messages by error code and kind of rule.', tally.refusals.samples),
  counter('findings', 'Findings by type and action.', tally.findings.samples),
  {
    name: 'mcp_guard_guard_seconds',
    help: 'The time that messages spent in the guard.',
    type: 'histogram',
    bounds: BOUNDS,
    samples: tally.guard.samples,
  },
  {
    name: 'mcp_guard_upstream_seconds',
    help: 'The time until servers answered.',
    type: 'histogram',
    bounds: BOUNDS,
    samples: tally.upstream.samples,
  },
];
