import { counter, gauge, single } from '../family.js';
import type { MetricGroup } from './group.js';

export const approvals: MetricGroup = ({ tally, status }) => {
  const { pending, standing, webhooks } = status.approvals;
  return [
    counter('approval_events', 'Events of held calls.', tally.approvals.samples),
    single('approvals_pending', 'Calls that wait for a person.', pending),
    single('approvals_standing', 'Approvals that admit further calls.', standing),
    gauge(
      'notices_waiting',
      'Reports of held calls that wait for their receiver.',
      webhooks.map(({ host, waiting }) => ({ labels: { receiver: host }, value: waiting })),
    ),
    counter(
      'notices_lost',
      'Reports of held calls that were given up.',
      webhooks.map(({ host, lost }) => ({ labels: { receiver: host }, value: lost })),
    ),
  ];
};
