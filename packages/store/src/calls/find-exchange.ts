import { approvalOf } from '../record/approval-of.js';
import type { AuditReader } from '../record/audit-reader.js';
import type { AuditRow } from '../record/audit-store.js';
import { isAnswer, isEndOf, isKeptOpen, isRequest, pairKey, type Exchange } from './exchange.js';
import { findClaim } from './claim.js';
import { windowsBack, type IsLate } from './windows-back.js';

/** All that is recorded about one message. */
export interface FoundExchange extends Exchange {
  /** The decisions of people about it. */
  readonly decisions: readonly AuditRow[];
  /** The name and version that the client of its session claimed. */
  readonly claim: string | undefined;
}

/** Rows of people about one call. */
const MAX_DECISIONS = 50;

/**
 * The message with this audit id, and what belongs to it. Nothing if no row has this id.
 * @param seq of a request, of its answer, or of any other row
 */
export function findExchange(reader: AuditReader, seq: number, isLate: IsLate): FoundExchange | undefined {
  const row = first(reader.all({ afterSeq: seq - 1 }));
  if (row?.seq !== seq) return undefined;
  const asked = isAnswer(row) ? findRequest(reader, row, isLate) : findEnd(reader, row, isLate);
  const answer =
    isAnswer(row) && asked !== row ? row : isRequest(asked) ? findAnswer(reader, asked, isLate) : undefined;
  return {
    asked,
    answer,
    decisions: findDecisions(reader, isKeptOpen(row) ? row : asked, isLate),
    claim: findClaim(reader, asked, isLate),
  };
}

const first = <T>(rows: Iterable<T>): T | undefined => {
  for (const row of rows) return row;
  return undefined;
};

/** Rows after which the time is looked at. */
const LOOK_EVERY = 500;

/** The newest request with its id before it; the answer itself if there is none any more. */
function findRequest(reader: AuditReader, answer: AuditRow, isLate: IsLate): AuditRow {
  const key = pairKey(answer, true);
  if (answer.session === null) return answer;
  for (const { rows } of windowsBack(reader, { session: answer.session }, answer.seq)) {
    const request = rows.find((row) => isRequest(row) && pairKey(row, false) === key);
    if (request) return request;
    if (isLate() || rows.some(({ kind, shape }) => kind === 'session' && shape === 'open')) break;
  }
  return answer;
}

/** The row that says what became of a call that was kept open; the row itself where there is none. */
function findEnd(reader: AuditReader, row: AuditRow, isLate: IsLate): AuditRow {
  if (!isKeptOpen(row) || row.session === null) return row;
  let seen = 0;
  for (const later of reader.all({ session: row.session, afterSeq: row.seq })) {
    if (isRequest(later) && pairKey(later, false) === pairKey(row, false)) return isEndOf(later, row) ? later : row;
    if (++seen % LOOK_EVERY === 0 && isLate()) return row;
  }
  return row;
}

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

function findDecisions(reader: AuditReader, asked: AuditRow, isLate: IsLate): readonly AuditRow[] {
  const { seq, server } = asked;
  const id = approvalOf(asked);
  const rows: AuditRow[] = [];
  if (id === undefined) return rows;
  let seen = 0;
  for (const row of reader.all({ afterSeq: Math.max(0, seq - 100) })) {
    if (row.kind === 'approval' && row.server === server && row.detail?.startsWith(`${id}: `)) rows.push(row);
    if (rows.length === MAX_DECISIONS || (++seen % LOOK_EVERY === 0 && isLate())) break;
  }
  return rows;
}
