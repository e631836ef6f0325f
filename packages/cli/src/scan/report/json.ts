import { safeJsonLines } from '@mcp-guard/core';
import type { ReportFormat } from './report.js';

/** All of it, for programs. */
export const json: ReportFormat = {
  id: 'json',
  write: (result) => safeJsonLines(JSON.stringify(result, undefined, 2)),
};
