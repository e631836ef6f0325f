import { GuardError, type Hint } from '@mcp-guard/core';
import type { RecordUseStore } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import { BytesByServer, BytesBySession, HOUR } from './bytes-written.js';
import type { Unwritten } from './transaction-writer.js';

/** The part of `audit.max_bytes` for one server, for an hour by the clock. */
const SERVER_SHARE = 1 / 4;
const SESSION_SHARE = 1 / 8;
/** The part of `audit.max_bytes` below which a server does not fill the record, over all time. */
const LARGE_SHARE = 1 / 4;
/** The most that a killed daemon forgets of a server, as a part of its share. */
const FORGOTTEN_SHARE = 1 / 256;

const RULE = 'audit.max_bytes';

/** This helps when the record is full. */
export const WAY_OUT: Hint = {
  words: 'raise audit.max_bytes, lower audit.retention_days, or make room with:',
  command: 'mcp-guard logs --prune --before 30d',
};

/** The server and the session that a row is about. */
export interface RowOwner {
  /** Empty if the row names none. */
  readonly server: string;
  readonly session: string | null;
}

/** Limits how much of the record each server and session writes, so that none of them fills it for all others. */
export class RecordShares {
  readonly byServer: BytesByServer;
  readonly #bySession = new BytesBySession();
  readonly #maxBytes: number;

  constructor(store: RecordUseStore, unwritten: Unwritten, maxBytes: number, now: Clock) {
    this.byServer = new BytesByServer(store, unwritten, maxBytes * SERVER_SHARE * FORGOTTEN_SHARE, now);
    this.#maxBytes = maxBytes;
  }

  /** Counts what a row takes up that is written at `at` (Unix milliseconds). */
  add({ server, session }: RowOwner, bytes: number, at: number): void {
    this.byServer.add(server, bytes, at);
    if (session !== null) this.#bySession.add(session, bytes, Math.floor(at / HOUR));
  }

  /**
   * Why nothing more may be written for it in the hour of `at`.
   * @param isNearlyFull then the server that has written more than all others together writes nothing either
   */
  check({ server, session }: RowOwner, isNearlyFull: boolean, at: number): GuardError | undefined {
    if (this.byServer.inHour(server, at) > this.#maxBytes * SERVER_SHARE) {
      return excess(`${nameServer(server)} has`, at);
    }
    if (session !== null && this.#bySession.inHour(session, Math.floor(at / HOUR)) > this.#maxBytes * SESSION_SHARE) {
      return excess('this session has', at);
    }
    return isNearlyFull && this.#isLargest(server)
      ? new GuardError('RATE_LIMITED', `${nameServer(server)} has written most of a record that is nearly full`, {
          rule: RULE,
          hint: WAY_OUT,
        })
      : undefined;
  }

  /** Why servers may write nothing more for now, one message each. */
  exhausted(isNearlyFull: boolean, at: number): readonly string[] {
    const errors = [...this.byServer.servers()].map((server) =>
      this.check({ server, session: null }, isNearlyFull, at),
    );
    return errors.flatMap((error) => error?.message ?? []);
  }

  forgetSession(session: string): void {
    this.#bySession.forget(session);
  }

  #isLargest(server: string): boolean {
    const total = this.byServer.totalOf(server);
    return total > this.byServer.total / 2 && total > this.#maxBytes * LARGE_SHARE;
  }
}

function excess(subject: string, at: number): GuardError {
  const left = Math.ceil((HOUR - (at % HOUR)) / 1000);
  return new GuardError('RATE_LIMITED', `${subject} used up its share of the record for this hour`, {
    rule: RULE,
    hint: { words: 'a larger audit.max_bytes gives larger shares;', command: 'mcp-guard status' },
    data: { retry_after: left },
  });
}

const nameServer = (server: string): string => (server === '' ? 'what names no server' : `the server ${server}`);
