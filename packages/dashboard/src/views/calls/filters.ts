import { findOutcome, readRecordNumber, type CallView } from '@mcp-guard/core/page';

/** As `mcp-guard logs` has them. */
export const FIELDS = ['q', 'server', 'user', 'method', 'target', 'outcome', 'last'] as const;
export type Field = (typeof FIELDS)[number];
export type Filters = Readonly<Partial<Record<Field, string>>>;

const SPANS: ReadonlyMap<string, number> = new Map([
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
  ['30d', 2_592_000_000],
]);
export const LAST: readonly string[] = [...SPANS.keys()];

/** The longest value that an address can hold. */
const MAX_LENGTH = 200;

export function readFilters(query: URLSearchParams): Filters {
  const given = FIELDS.map((field) => [field, (query.get(field) ?? '').slice(0, MAX_LENGTH)] as const);
  const outcome = findOutcome(query.get('outcome') ?? '');
  return {
    ...Object.fromEntries(given.filter(([name, text]) => text !== '' && name !== 'outcome')),
    ...(outcome && { outcome }),
  };
}

export function toQuery(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  for (const field of FIELDS) {
    const text = filters[field];
    if (text) query.set(field, text);
  }
  return query;
}

/** The request to the daemon. */
export function toRequest(filters: Filters, now: number, limit: number, before?: number): string {
  const query = toQuery(trim(filters));
  query.delete('last');
  const span = SPANS.get(filters.last ?? '');
  if (span !== undefined) query.set('since', String(now - span));
  if (before !== undefined) query.set('before', String(before));
  query.set('limit', String(limit));
  return `/calls?${query.toString()}`;
}

/** A space at the end is typed on the way to the next word. */
const trim = (filters: Filters): Filters =>
  Object.fromEntries(FIELDS.map((field) => [field, filters[field]?.trim() || undefined]));

/** A call that has just come belongs to the list. */
export function isMatch(filters: Filters, call: CallView): boolean {
  const { q, server, user, method, target, outcome } = trim(filters);
  const isEqual =
    (server === undefined || call.server === server) &&
    (user === undefined || call.user === user) &&
    (method === undefined || call.method === method) &&
    (target === undefined || call.target === target) &&
    (outcome === undefined || call.outcome === outcome);
  return isEqual && (q === undefined || isFound(q, call));
}

function isFound(q: string, call: CallView): boolean {
  const number = readRecordNumber(q);
  if (number !== undefined && (number === call.seq || number === call.answer?.seq)) return true;
  const wanted = q.toLowerCase();
  const texts = [
    call.target,
    call.method,
    call.server,
    call.user,
    call.rule,
    call.code,
    call.answer?.code,
    call.reason,
    call.approval,
  ];
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
