import { single } from '../family.js';
import type { MetricGroup } from './group.js';

export const record: MetricGroup = ({ status, recordLag }) => {
  const { rows, bytes, maxBytes, failure, lastWriteAt, warnings } = status.audit;
  return [
    single('record_rows', 'The audit id of the newest row.', rows),
    single('record_bytes', 'Size of the record.', bytes),
    single('record_max_bytes', 'Size at which traffic is refused.', maxBytes),
    single('record_lag_bytes', 'What was recorded and is in the journal, but not in the database yet.', recordLag),
    single('record_failing', 'Whether traffic is refused because it cannot be recorded.', failure === null ? 0 : 1),
    single('record_warnings', 'Warnings about the record, as `status` shows them.', warnings.length),
    single(
      'record_last_write_time_seconds',
      'When a row was written last, in Unix seconds; 0 before the first.',
      lastWriteAt ?? 0,
    ),
  ];
};
