import { GET_TASK_RESULT, LIST_TASKS, TASK_STATUS } from '@mcp-guard/core';
import type { Asks, Extension } from './extension.js';

const TASK: Asks = { kind: 'tasks', member: 'taskId' };

/** Calls that go on behind their answer (2025-11-25, and SEP-2663). */
export const tasks: Extension = {
  id: 'io.modelcontextprotocol/tasks',
  capabilities: ['tasks'],
  methods: {
    'tasks/get': { from: 'both', does: 'look', asks: TASK },
    [GET_TASK_RESULT]: { from: 'both', does: 'look', asks: TASK, answersCall: true },
    [LIST_TASKS]: { from: 'both', does: 'look' },
    'tasks/cancel': { from: 'both', does: 'look', asks: TASK },
    'tasks/update': { from: 'client', does: 'continue', asks: TASK },
    [TASK_STATUS]: { from: 'both', asks: TASK },
  },
};
