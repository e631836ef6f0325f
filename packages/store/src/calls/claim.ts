import type { AuditReader } from '../record/audit-reader.js';
import type { AuditRow } from '../record/audit-store.js';
import { windowsBack, type IsLate } from './windows-back.js';

/** These words stand before the name and version that a client gives itself, in the row of its first request. */
export const CLAIM_WORDS = 'the client says it is ';

/** Reads the name that the client of a session claims from one of its rows. */
export function claimIn({ direction, detail }: Pick<AuditRow, 'direction' | 'detail'>): string | undefined {
  const at = direction === 'toServer' ? (detail ?? '').indexOf(CLAIM_WORDS) : -1;
  return at < 0 ? undefined : detail?.slice(at + CLAIM_WORDS.length);
}

/** Rows behind the beginning of a session among which its claim is looked for. */
const LOOK_AHEAD = 1000;

/** Finds the name that the client of the session claimed in its first request. */
export function findClaim(reader: AuditReader, row: AuditRow, isLate: IsLate): string | undefined {
  const { session, seq } = row;
  if (session === null) return undefined;
  for (const { rows } of windowsBack(reader, { session }, seq + 1)) {
    for (const each of rows) {
      const claim = claimIn(each);
      if (claim !== undefined) return claim;
      if (each.kind === 'session' && each.shape === 'open') return findAhead(reader, row);
    }
    if (isLate()) return undefined;
  }
  return undefined;
}

function findAhead(reader: AuditReader, { session, seq }: AuditRow): string | undefined {
  const filter = { session: session ?? '', isClaim: true, afterSeq: seq, beforeSeq: seq + LOOK_AHEAD } as const;
  const [row] = reader.newest(filter, 1);
  return row && claimIn(row);
}
