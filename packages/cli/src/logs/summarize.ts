import { safe, CALL_TOOL } from '@mcp-guard/core';
import { CALL_METHODS, isCallRequest, type AuditFilter, type AuditReader, type Exchange } from '@mcp-guard/store';
import { toTable } from '../output/table.js';
import { CallFollower } from './call-follower.js';
import { readClients } from './clients.js';
import { Tally, type Figures } from './tally.js';

export const GROUPINGS = ['server', 'tool', 'user', 'client'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Summary {
  readonly by: Grouping;
  readonly groups: readonly Figures[];
  readonly total: Figures;
}

/** Counts the calls of a time, one row after the other: nothing of the record is held in memory. */
export function summarize(record: AuditReader, by: Grouping, filter: AuditFilter): Summary {
  const clients = by === 'client' ? readClients(record) : undefined;
  const nameOf = ({ asked }: Exchange): string => {
    const { server, actor, method, target, session } = asked;
    if (by === 'server') return server ?? '-';
    if (by === 'user') return actor ?? '-';
    if (by === 'client') return clients?.get(session ?? '') ?? '-';
    return method === CALL_TOOL ? (target ?? '-') : `${method} ${target ?? '-'}`;
  };
  const tally = new Tally();
  const follower = new CallFollower([]);
  const add = (exchange: Exchange): void => {
    if (isCallRequest(exchange.asked)) tally.add(nameOf(exchange), exchange);
  };
  for (const row of record.all({ ...filter, methods: CALL_METHODS })) follower.pair([row]).forEach(add);
  follower.rest().forEach(add);
  return { by, groups: tally.groups, total: tally.total };
}

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** One line for each group, and the total; safe to print. */
export function describeSummary({ by, groups, total }: Summary): string {
  const header = [by.toUpperCase(), 'CALLS', 'REFUSED', 'HELD', 'REDACTED', 'ERRORS', 'P50 MS', 'P95 MS', 'BYTES'];
  return toTable(header, [...groups, total].map(toCells), { oneLine: true, right: NUMBERS, keep: NUMBERS });
}

const toCells = (figures: Figures): readonly string[] => {
  const { name, calls, refused, held, redacted, errors, p50Ms, p95Ms, bytesToServer, bytesToClient } = figures;
  const counts = [calls, refused, held, redacted, errors].map(String);
  return [safe(name, 72), ...counts, String(p50Ms ?? '-'), String(p95Ms ?? '-'), toSize(bytesToServer + bytesToClient)];
};

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `812 B`, `1.2 MiB`. */
function toSize(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${UNITS[power] ?? ''}`;
}
