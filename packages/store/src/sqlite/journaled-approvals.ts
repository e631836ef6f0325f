import { ForeignChange, type Approval, type ApprovalReader, type ApprovalStore } from '../approvals/approval-store.js';
import type { TurnLog } from '../journal/turn-log.js';
import { overlayApprovals } from '../approvals/overlaid-approvals.js';
import { openApprovalReader, openApprovalStore } from './approval-store.js';
import type { SqliteDatabase } from './database.js';
import type { UntakenApprovals } from './untaken-approvals.js';

/** Approvals that are written to a journal, and read from a database that is a little behind it. */
export function openJournaledApprovals(
  db: SqliteDatabase,
  log: TurnLog,
  untaken: UntakenApprovals,
): ApprovalStore & ApprovalReader {
  const table = openApprovalStore(db);
  const versionOf = (id: string): number | undefined => untaken.find(id)?.version ?? table.versionOf(id);
  let trusted = table.trustedKey();
  let given: ReadonlySet<string> = new Set();

  const put = (approval: Approval): void => {
    untaken.stage(approval);
    log.change(['approvals.put', approval]);
  };
  return {
    ...overlayApprovals(openApprovalReader(db), () => untaken.all()),
    load: () => table.load(),
    forget: (before) => log.defer(['approvals.forget', before]),
    insert(approval) {
      if (versionOf(approval.id) !== undefined) throw new Error('this id is taken');
      put(approval);
    },
    update(approval) {
      if (versionOf(approval.id) !== approval.version - 1) throw new ForeignChange(approval);
      put(approval);
    },
    trustedKey: () => trusted,
    trustKey(publicKey) {
      log.change(['approvals.trust', publicKey ?? null]);
      trusted = publicKey;
    },
    *takeProposals() {
      const left = table.proposals();
      const before = given;
      given = new Set(left.map(({ seq, proposal }) => `${seq} ${proposal}`));
      for (const { seq, proposal } of left) {
        if (before.has(`${seq} ${proposal}`)) continue;
        log.defer(['approvals.taken', seq]);
        yield proposal;
      }
    },
  };
}
