import {
  ForeignChange,
  LIVE_STATES,
  type Approval,
  type ApprovalReader,
  type ApprovalStore,
  type Proposal,
} from '../approvals/approval-store.js';
import type { SqliteDatabase } from './database.js';

/** Fields that change after the call was held. */
const CHANGING: readonly (keyof Approval)[] = [
  'state',
  'expiresAt',
  'decidedAt',
  'decidedBy',
  'decider',
  'why',
  'endedAt',
  'standing',
  'decision',
  'asked',
  'version',
];
const FIELDS: readonly (keyof Approval)[] = [
  'id',
  'actor',
  'server',
  'tool',
  'shown',
  'binding',
  'rest',
  'leaves',
  'policy',
  'definition',
  'amount',
  'currency',
  'reasons',
  'createdAt',
  ...CHANGING,
];

/** Approvals of one prefix that are looked at. */
export const MAX_FOUND = 16;
const LIVE = LIVE_STATES.map((state) => `'${state}'`).join(', ');

/** Fields that are stored as JSON. */
type Structured = 'leaves' | 'reasons' | 'decider' | 'standing' | 'decision';
type StoredApproval = Omit<Approval, Structured> & Readonly<Record<Structured, string | null>>;

/** The table of held calls, with what only the takeover of a journal needs. */
export interface ApprovalTable extends ApprovalStore {
  /** Inserts the approval or replaces it, whatever version is stored: the daemon's own word wins. */
  put(approval: Approval): void;
  versionOf(id: string): number | undefined;
  /** Oldest first. */
  proposals(): readonly StoredProposal[];
  /** Removes the proposals up to this number. */
  forgetProposals(through: number): void;
  takeProposals(): readonly string[];
}

export interface StoredProposal {
  readonly seq: number;
  readonly proposal: string;
}

export function openApprovalStore(db: SqliteDatabase): ApprovalTable {
  const forget = db.prepare<[number]>('DELETE FROM approvals WHERE endedAt < ?');
  const select = db.prepare<[], StoredApproval>(
    `SELECT * FROM approvals WHERE state IN (${LIVE}) ORDER BY createdAt, id`,
  );
  const insert = db.prepare(
    `INSERT INTO approvals (${FIELDS.join(', ')}) VALUES (${FIELDS.map(() => '?').join(', ')})`,
  );
  const put = db.prepare(
    `INSERT OR REPLACE INTO approvals (${FIELDS.join(', ')}) VALUES (${FIELDS.map(() => '?').join(', ')})`,
  );
  const version = db.prepare<[string], number>('SELECT version FROM approvals WHERE id = ?').pluck();
  const update = db.prepare(
    `UPDATE approvals SET ${CHANGING.map((field) => `${field} = ?`).join(', ')} WHERE id = ? AND version = ?`,
  );
  const proposals = db.prepare<[], StoredProposal>('SELECT seq, proposal FROM approval_proposals ORDER BY seq');
  const forgetProposals = db.prepare<[number]>('DELETE FROM approval_proposals WHERE seq <= ?');
  // One statement: a proposal between two would be removed unread.
  const take = db.prepare<[], StoredProposal>('DELETE FROM approval_proposals RETURNING seq, proposal');
  const trusted = db.prepare<[], string>('SELECT publicKey FROM approval_keys').pluck();
  const trust = db.prepare<[string]>('INSERT OR REPLACE INTO approval_keys VALUES (1, ?)');
  const distrust = db.prepare('DELETE FROM approval_keys');
  return {
    load: () => select.all().map(toApproval),
    forget: (before) => void forget.run(before),
    insert: (approval) => void insert.run(...FIELDS.map((field) => toColumn(approval, field))),
    update(approval) {
      const values = CHANGING.map((field) => toColumn(approval, field));
      const { changes } = update.run(...values, approval.id, approval.version - 1);
      if (changes !== 1) throw new ForeignChange(approval);
    },
    put: (approval) => void put.run(...FIELDS.map((field) => toColumn(approval, field))),
    versionOf: (id) => version.get(id),
    proposals: () => proposals.all(),
    forgetProposals: (through) => void forgetProposals.run(through),
    trustedKey: () => trusted.get(),
    trustKey: (publicKey) => void (publicKey === undefined ? distrust.run() : trust.run(publicKey)),
    takeProposals: () =>
      take
        .all()
        .toSorted((a, b) => a.seq - b.seq)
        .map(({ proposal }) => proposal),
  };
}

const newest = (condition: string): string =>
  `SELECT * FROM approvals ${condition} ORDER BY createdAt DESC, id LIMIT @limit`;

export function openApprovalReader(db: SqliteDatabase): ApprovalReader {
  const all = db.prepare<[object], StoredApproval>(newest(''));
  const live = db.prepare<[object], StoredApproval>(newest(`WHERE state IN (${LIVE})`));
  const byPrefix = db.prepare<[object], StoredApproval>(newest('WHERE substr(id, 1, length(@prefix)) = @prefix'));
  const past = db.prepare<[object], StoredApproval>(
    newest('WHERE actor = @actor AND server = @server AND tool = @tool'),
  );
  return {
    list: ({ decided, limit }) => (decided ? all : live).all({ limit }).map(toApproval),
    find: (prefix) => byPrefix.all({ prefix, limit: MAX_FOUND }).map(toApproval),
    past: ({ actor, server, tool }, limit) => past.all({ actor, server, tool, limit }).map(toApproval),
  };
}

/** Leaves a decision to the daemon, which checks it when it starts. */
export const propose = (db: SqliteDatabase, proposal: Proposal): void =>
  void db.prepare<[string]>('INSERT INTO approval_proposals (proposal) VALUES (?)').run(JSON.stringify(proposal));

function toColumn(approval: Approval, field: keyof Approval): string | number | null {
  const value = approval[field];
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

const toApproval = ({ leaves, reasons, decider, standing, decision, ...row }: StoredApproval): Approval => ({
  ...row,
  leaves: parse(leaves),
  reasons: parse<Approval['reasons']>(reasons) ?? [],
  decider: parse(decider),
  standing: parse(standing),
  decision: parse(decision),
});

/** Reads what `toColumn` wrote. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the columns say what it is
function parse<T>(text: string | null): T | null {
  const value: T | null = text === null ? null : JSON.parse(text); // oxlint-disable-line typescript/no-unsafe-assignment -- of our own table
  return value;
}
