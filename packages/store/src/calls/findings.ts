import { isObject, tryParseJson, type AuditFinding } from '@mcp-guard/core';
import type { AuditRow } from '../record/audit-store.js';

/** The findings that a row lists; none if others have changed them. */
export const readFindings = (row: AuditRow): readonly AuditFinding[] => readList(row).filter(isFinding);

/** All findings of a row, also those that it does not list. */
export function countFindings(row: AuditRow): number {
  let count = 0;
  for (const each of readList(row)) {
    const total = isObject(each) ? each['total'] : undefined;
    if (typeof total === 'number') return total;
    count++;
  }
  return count;
}

function readList({ findings }: AuditRow): readonly unknown[] {
  if (findings === null) return [];
  const list = tryParseJson(findings);
  return Array.isArray(list) ? list : [];
}

const isFinding = (value: unknown): value is AuditFinding =>
  isObject(value) && typeof value['type'] === 'string' && typeof value['path'] === 'string';
