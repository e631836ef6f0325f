import type { AuditFilter, AuditReader } from '../record/audit-reader.js';
import type { AuditRow } from '../record/audit-store.js';

/** Audit ids of one step: no statement looks at more rows, whatever it finds among them. */
const STEP = 5000;

/** It is time to give back what was found so far. */
export type IsLate = () => boolean;

/** One step back in the record. */
export interface Window {
  /** The newest first. */
  readonly rows: readonly AuditRow[];
  /** Everything from this id on has been looked at. */
  readonly from: number;
}

/** Goes back through the record step by step, from before an audit id; the newest rows if there is none. */
export function* windowsBack(reader: AuditReader, filter: AuditFilter, before?: number): Generator<Window> {
  const newest = reader.newest({}, 1)[0]?.seq ?? 0;
  for (let end = Math.min(before ?? Infinity, newest + 1); end > 1;) {
    const from = Math.max(1, end - STEP);
    const rows = reader.newest({ ...filter, afterSeq: from - 1, beforeSeq: end }, STEP);
    yield { rows: rows.toReversed(), from };
    end = from;
  }
}
