import type { Halt } from '@mcp-guard/core';
import { emptyEntry, type AuditEntry } from './audit-store.js';

/** The row about a halt. @param problem what is wrong with the files that keep it, too */
export const toHaltRow = (
  shape: 'halt' | 'halted still',
  { by, reason, ends }: Halt,
  problem?: string,
): AuditEntry => ({
  ...emptyEntry('daemon', shape),
  warn: problem !== undefined,
  detail: [
    `all calls are halted by ${by}${ends ? ', and all sessions end' : ''}`,
    ...(reason === null ? [] : [reason]),
    ...(problem === undefined ? [] : [problem]),
  ].join('; '),
});

/** @param by the person, with what the system shows of them */
export const toReleaseRow = (by: string): AuditEntry => ({
  ...emptyEntry('daemon', 'release'),
  detail: `calls pass again: released by ${by}`,
});
