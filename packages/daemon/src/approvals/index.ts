import { GuardError, type ApprovalsStatus, type Fingerprints, type SpendStatus } from '@mcp-guard/core';
import type { Logger } from 'pino';
import type { Clock } from '../host/clock.js';
import type { Configuration } from '../config/configuration.js';
import type { ApprovalApi } from '../control/daemon-state.js';
import { Ledger } from '../state/ledger.js';
import type { Recorder } from '../record/recorder.js';
import type { ToolLists } from '../state/tool-lists.js';
import type { Timings } from '../timings.js';
import type { Formats } from './formats/registry.js';
import { PendingWrites } from './pending-writes.js';
import { Approvals } from './approvals.js';
import { Resumptions } from './resumptions.js';
import { DecisionReader } from './decision-reader.js';
import { createApprovalApi } from './approval-api.js';
import { Gate } from './gate.js';
import { OpenCalls } from './open-calls.js';
import { TrustedKey } from './trusted-key.js';
import { Webhooks } from './webhooks.js';

const DAY = 86_400_000;

export interface ApprovalOptions {
  readonly configuration: Configuration;
  readonly recorder: Recorder;
  readonly tools: ToolLists;
  readonly fingerprints: Fingerprints;
  /** File of the key that the passphrase makes. */
  readonly keyPath: string;
  /** Whether a person started the daemon at a terminal. */
  readonly typed: boolean;
  /** Pids of the bridges that are connected. */
  readonly bridges: () => readonly number[];
  /** How webhooks are written. */
  readonly formats: Formats;
  readonly clock: Clock;
  readonly timings: Pick<Timings, 'forgetting' | 'webhookRetry'>;
  readonly log: Logger;
}

/** Where calls are paid and people asked. */
export interface ApprovalParts {
  /** What calls pass. */
  readonly gate: Gate;
  /** What people decide at. */
  readonly desk: ApprovalApi;
  readonly status: { readonly approvals: ApprovalsStatus; readonly spend: SpendStatus };
  /** Takes the decisions that were made while no daemon ran. */
  open(): Promise<void>;
  /** The configuration has changed. */
  reconfigure(): void;
  /** Calls that are kept open are answered: who asks again after a restart is let pass then. */
  releaseAll(): void;
  close(): void;
}

/** Puts together all that holds calls; what it changes is written with the rows of the record. */
export function openApprovals({
  configuration,
  recorder,
  tools,
  fingerprints,
  keyPath,
  typed,
  bridges,
  formats,
  clock: now,
  timings,
  log,
}: ApprovalOptions): ApprovalParts {
  const { delivery, approvals: store } = recorder;
  const settings = () => configuration.current.approvals;
  const ledger = new Ledger(recorder.spending, now);
  const webhooks = new Webhooks({
    targets: () => settings().notify,
    formats,
    now,
    retryAfter: timings.webhookRetry,
    onProblem: (problem) => log.warn({ problem }, 'a webhook cannot be told of held calls'),
  });
  const key = new TrustedKey({
    path: keyPath,
    isWanted: () => settings().passphrase,
    now,
    store,
    record: (entry) => void delivery.record(entry),
  });
  const adopt = (): void => {
    try {
      key.adopt();
    } catch (error) {
      log.warn({ problem: GuardError.from(error).message }, 'the passphrase for approvals cannot be used');
    }
  };
  const book = new PendingWrites(store, (approval) => webhooks.notify(approval));
  const approvals = new Approvals({
    book,
    now,
    times: settings,
    isGiven: (approval) => !key.isRequired || key.vouchesFor(approval),
    record: (entry, recorded) => void delivery.record(entry, recorded),
  });
  for (const companion of [ledger, book]) delivery.join(companion);
  const openCalls = new OpenCalls(approvals, now);
  const gate = new Gate({
    ledger,
    approvals,
    continuations: new Resumptions(now),
    openCalls,
    fingerprints,
    settings,
    definitionOf: (server, tool) => tools.definitionOf(server, tool),
  });
  const deciding = new DecisionReader({ approvals, settings, key, now });
  const forget = (): void => {
    store.forget(now() - configuration.current.audit.retention_days * DAY);
    ledger.forgetOld();
  };
  forget();
  const forgetAgain = (): void => {
    try {
      forget();
    } catch (error) {
      log.warn({ err: error }, 'what is too old could not be forgotten; it is tried again in an hour');
    }
  };
  const forgetting = setInterval(forgetAgain, timings.forgetting).unref();
  return {
    gate,
    desk: createApprovalApi({ deciding, key, reader: store, bridges, now }),
    get status() {
      return {
        approvals: { ...approvals.status, webhooks: webhooks.status },
        spend: ledger.status,
      };
    },
    async open() {
      if (typed) key.forget();
      adopt();
      await deciding.takeProposals(store, ({ message }) =>
        log.warn({ problem: message }, 'a decision that was made while no daemon ran does not count'),
      );
    },
    reconfigure: adopt,
    releaseAll: () => openCalls.close(),
    close() {
      clearInterval(forgetting);
      approvals.close();
      webhooks.close();
    },
  };
}
