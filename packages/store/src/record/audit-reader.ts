import type { CallOutcome } from '@mcp-guard/core';
import type { AuditRow } from './audit-store.js';
import type { ChainReport } from './chain.js';

/** Selects rows; every condition must hold. */
export interface AuditFilter {
  readonly server?: string | undefined;
  readonly actor?: string | undefined;
  readonly method?: string | undefined;
  readonly methods?: ReadonlySet<string> | undefined;
  readonly outcome?: CallOutcome | undefined;
  readonly target?: string | undefined;
  /** Error code of a refusal. */
  readonly code?: string | undefined;
  /** A part of the place of the rule that decided. */
  readonly rule?: string | undefined;
  /** Rows that a rule warned of. */
  readonly isWarned?: true | undefined;
  /** Unix milliseconds, inclusive. */
  readonly since?: number | undefined;
  /** Unix milliseconds, exclusive. */
  readonly until?: number | undefined;
  /** Only rows after this one. */
  readonly afterSeq?: number | undefined;
  /** Only rows before this one. */
  readonly beforeSeq?: number | undefined;
  /** Only rows of this session. */
  readonly session?: string | undefined;
  /** Only rows of these sessions. */
  readonly sessions?: ReadonlySet<string> | undefined;
  /** Rows in which a client says what it is. */
  readonly isClaim?: true | undefined;
}

/** Reads all that was committed, also while a daemon writes, without writing anything itself. */
export interface AuditReader {
  /** The newest `limit` rows, oldest first. */
  newest(filter: AuditFilter, limit: number): readonly AuditRow[];
  /** All rows, oldest first, without holding them in memory; also those that are added meanwhile. */
  all(filter: AuditFilter): IterableIterator<AuditRow>;
  /** @param expected a head `<seq>:<hash>` that was kept elsewhere */
  verify(expected?: string): ChainReport;
  /** Why rows behind the last one could not be read, as of the last reading: others have changed them. */
  readonly damage: string | undefined;
  /** Names of the parts of the journal that others had changed, so that they were set aside: a gap row reports each. */
  readonly setAside: readonly string[];
}
