import { BOUNDS } from '../durations.js';
import { counter } from '../family.js';
import type { Group } from './group.js';

export const traffic: Group = ({ tally }) => [
  counter('messages', 'Messages that were recorded, by what became of them.', tally.messages.samples),
  counter('refusals', 'Messages that were refused or held, by error code and kind of rule.', tally.refusals.samples),
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
