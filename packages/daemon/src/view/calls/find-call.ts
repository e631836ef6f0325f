import { hintFor, type AuditReader, type AuditRow } from '@mcp-guard/store';
import type { IsLate } from './find-calls.js';
import type { HistoryAnswers } from './history-query.js';
import { isAnswer, isRequest, pairKey, toCallView, toRowView } from './to-call-view.js';
import { windowsBack } from './windows.js';

/** Rows of people about one call. */
const MAX_DECISIONS = 50;
const APPROVAL = /approval ([0-9a-f]{16}) waits/;

/** All rows of one call: its request, its answer, and what people did about it. */
export function findCall(reader: AuditReader, seq: number, isLate: IsLate): HistoryAnswers['call'] {
  const request = first(reader.all({ afterSeq: seq - 1 }));
  if (request?.seq !== seq || !isRequest(request)) return undefined;
  const answer = findAnswer(reader, request, isLate);
  const decisions = findDecisions(reader, request, isLate);
  const rows = [request, ...(answer ? [answer] : []), ...decisions].toSorted((a, b) => a.seq - b.seq);
  return {
    call: toCallView(request, answer),
    client: findClaim(reader, request, isLate),
    rows: rows.map(toRowView),
    hint: hintFor(request) ?? (answer && hintFor(answer)) ?? null,
  };
}

const first = <T>(rows: Iterable<T>): T | undefined => {
  for (const row of rows) return row;
  return undefined;
};

/** Rows after which the time is looked at. */
const LOOK_EVERY = 500;

/** The first answer with its id after it. An id is used again only after that. */
function findAnswer(reader: AuditReader, request: AuditRow, isLate: IsLate): AuditRow | undefined {
  const key = pairKey(request, false);
  let seen = 0;
  for (const row of reader.all({ afterSeq: request.seq })) {
    if (isRequest(row) && pairKey(row, false) === key) return undefined;
    if (isAnswer(row) && pairKey(row, true) === key) return row;
    if (++seen % LOOK_EVERY === 0 && isLate()) return undefined;
  }
  return undefined;
}

function findDecisions(reader: AuditReader, { seq, detail, server }: AuditRow, isLate: IsLate): readonly AuditRow[] {
  const id = APPROVAL.exec(detail ?? '')?.[1];
  const rows: AuditRow[] = [];
  if (id === undefined) return rows;
  let seen = 0;
  for (const row of reader.all({ afterSeq: Math.max(0, seq - 100) })) {
    if (row.kind === 'approval' && row.server === server && row.detail?.startsWith(`${id}: `)) rows.push(row);
    if (rows.length === MAX_DECISIONS || (++seen % LOOK_EVERY === 0 && isLate())) break;
  }
  return rows;
}

const CLAIM = /the client says it is (.+)$/u;

/** What the client of the session said of itself, as its first request recorded it. */
function findClaim(reader: AuditReader, { session, seq }: AuditRow, isLate: IsLate): string | null {
  if (session === null) return null;
  for (const { rows } of windowsBack(reader, { session }, seq + 1)) {
    for (const row of rows) {
      const claim = CLAIM.exec(row.detail ?? '')?.[1];
      if (claim !== undefined) return claim;
      if (row.kind === 'session' && row.shape === 'open') return null;
    }
    if (isLate()) return null;
  }
  return null;
}
