import { gauge, single } from '../family.js';
import type { MetricGroup } from './group.js';

export const daemon: MetricGroup = ({ status, viewers }) => [
  gauge('info', 'The version of the daemon; always 1.', [{ labels: { version: status.version }, value: 1 }]),
  single('start_time_seconds', 'When the daemon started, in Unix seconds.', status.startedAt),
  single('healthy', 'Whether traffic passes by the configuration as it is written.', isHealthy(status) ? 1 : 0),
  single('halted', 'Whether the user has halted all calls.', status.halt === null ? 0 : 1),
  single(
    'config_problems',
    'Reasons why the configuration is not in force as it is written.',
    status.config.problems.length,
  ),
  single(
    'config_loaded_time_seconds',
    'When the configuration was loaded last, in Unix seconds.',
    status.config.loadedAt,
  ),
  single('viewers', 'Pages that look at what happens.', viewers),
];

const isHealthy = ({ audit, config }: Parameters<MetricGroup>[0]['status']): boolean =>
  audit.failure === null && config.problems.length === 0;
