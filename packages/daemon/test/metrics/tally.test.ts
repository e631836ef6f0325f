import { emptyEntry, type AuditRow } from '@mcp-guard/store';
import { expect, it } from 'vitest';
import { Tally } from '../../src/metrics/tally.js';

const row = (more: Partial<AuditRow>): AuditRow => ({
  ...emptyEntry('message', 'request'),
  seq: 1,
  hash: '',
  direction: 'toServer',
  server: 'files',
  ...more,
});

// Threat 44
it('names that a server or a client invents make no new labels', () => {
  const tally = new Tally({ servers: new Set(['files']) });
  for (let index = 0; index < 5000; index++) {
    const invented = `x${index}`;
    tally.add([row({ server: invented, method: invented, target: invented, code: invented, outcome: 'block' })]);
    tally.add([row({ findings: JSON.stringify([{ type: invented, path: '', action: invented }]) })]);
  }
  expect(tally.messages.samples.length).toBe(2);
  expect(tally.refusals.samples.length).toBeLessThanOrEqual(2001);
  expect(tally.findings.samples.length).toBeLessThanOrEqual(2001);
  expect(tally.guard.samples.length).toBe(2);
});

it.each([
  ['mcp-guard.yaml:3:5 servers.files.policy.permissions.denied_tools[2]', 'permissions.denied_tools'],
  ['mcp-guard.yaml:3:5 servers.files.policy.rate_limit.tool_limits.rm.requests_per_minute', 'rate_limit.tool_limits'],
  ['base.yaml:3:5 base:spend.max_per_day', 'spend.max_per_day'],
  ['audit.max_bytes', 'audit.max_bytes'],
  ['something new', 'other'],
  [null, 'none'],
])('the rule at %s counts as %s', (rule, kind) => {
  const tally = new Tally({ servers: { has: () => true } });
  tally.add([row({ outcome: 'block', code: 'POLICY_DENIED', rule })]);
  expect(tally.refusals.samples).toEqual([
    { labels: { server: 'files', code: 'POLICY_DENIED', rule: kind }, value: 1 },
  ]);
});
