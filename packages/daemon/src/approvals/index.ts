import { GuardError, type ApprovalsStatus, type Fingerprints, type SpendStatus } from '@mcp-guard/core';
import type { Approval, SpendingStore } from '@mcp-guard/store';
import type { Logger } from 'pino';
import type { Configuration } from '../config/configuration.js';
import type { Clock } from '../host/clock.js';
import type { Recorder } from '../record/recorder.js';
import { Ledger } from '../state/ledger.js';
import type { Halts } from '../state/halts.js';
import type { ToolLists } from '../state/tool-lists.js';
import type { Timings } from '../timings.js';
import { ApprovalApi } from './approval-api.js';
import { ApprovalList } from './approval-list.js';
import { Approvals } from './approvals.js';
import { startForgetting } from './forget-old.js';
import { Gate } from './gate.js';
import { createHaltApi, type HaltApi } from './halt-api.js';
import type { DecisionRules } from './insist-on-decider.js';
import type { Formats } from './notify/formats/registry.js';
import { Reports, type ReportsOptions } from './notify/reports.js';
import { OpenCalls } from './open-calls.js';
import { Resumptions } from './resumptions.js';
import { TrustedKey } from './trusted-key.js';

const DAY = 86_400_000;

export interface ApprovalOptions {
  readonly configuration: Configuration;
  readonly recorder: Pick<Recorder, 'delivery' | 'approvals' | 'unwritten'>;
  readonly spending: SpendingStore;
  readonly tools: ToolLists;
  readonly halt: Halts;
  readonly fingerprints: Fingerprints;
  /** File of the key that the passphrase makes. */
  readonly keyPath: string;
  /** A person started the daemon at a terminal. */
  readonly typed: boolean;
  /** How webhooks are written. */
  readonly formats: Formats;
  /** How webhooks are sent. */
  readonly fetch: NonNullable<ReportsOptions['fetch']>;
  /** See `DaemonOptions`. */
  readonly systemFolders: ReportsOptions['systemFolders'];
  /** Variables of the terminal, as it was recorded last. */
  readonly terminal: ReportsOptions['terminal'];
  readonly clock: Clock;
  readonly timings: Pick<Timings, 'forgetting' | 'webhookRetry'>;
  readonly log: Logger;
}

/** Settles payments and holds calls for people, in a running daemon. */
export interface ApprovalRuntime {
  readonly gate: Gate;
  readonly api: ApprovalApi;
  readonly haltApi: HaltApi;
  readonly rules: DecisionRules;
  readonly ledger: Ledger;
  readonly status: { readonly approvals: ApprovalsStatus; readonly spend: SpendStatus };
  /** Takes the decisions that were made while no daemon ran. */
  open(): Promise<void>;
  /** The configuration has changed. */
  reconfigure(): void;
  /** Answers the calls that are kept open: all calls were halted. They stay held. */
  answerOpenCalls(): void;
  /** The same, and keeps none open any more; they may be retried after a restart. */
  releaseAll(): void;
  close(): void;
}

/** Builds all that holds calls; what it changes is written with the rows of the record. */
export function openApprovals(options: ApprovalOptions): ApprovalRuntime {
  const { configuration, recorder, spending, tools, halt, fingerprints, typed, timings, log } = options;
  const { delivery, unwritten, approvals: store } = recorder;
  const settings = () => configuration.current.approvals;
  const now = options.clock;
  const key = createKey(options);
  const reports = createReports(options);
  const ledger = new Ledger(spending, unwritten, now);
  const list = new ApprovalList({
    store,
    unwritten,
    now,
    record: (entry, recorded) => void delivery.record(entry, recorded),
    onHeld: (approval, client) => reports.notify(approval, client),
  });
  const isGiven = (approval: Approval): boolean => !key.isRequired || key.vouchesFor(approval);
  const approvals = new Approvals({ list, now, times: settings, isGiven });
  const openCalls = new OpenCalls(approvals, now);
  const resumptions = new Resumptions(now);
  const definitionOf = (server: string, tool: string): string | null => tools.definitionOf(server, tool);
  const gate = new Gate({ halt, ledger, approvals, resumptions, openCalls, fingerprints, settings, definitionOf });
  const rules = { key, settings };
  const api = new ApprovalApi({ approvals, ...rules, store, now });
  const stopForgetting = startForgetting(
    () => {
      store.forget(now() - configuration.current.audit.retention_days * DAY);
      ledger.forgetOld();
    },
    (error) => log.warn({ err: error }, 'old approvals could not be removed; next attempt in an hour'),
    timings.forgetting,
  );
  return {
    gate,
    ledger,
    api,
    haltApi: createHaltApi({ halts: halt, ...rules }),
    rules,
    get status() {
      return {
        approvals: { ...approvals.status, needsPassphrase: key.isMissing, webhooks: reports.status },
        spend: ledger.status,
      };
    },
    async open() {
      if (typed) key.forget();
      adoptKey(key, log);
      await api.takeProposals(({ message }) =>
        log.warn({ problem: message }, 'a decision that was made while no daemon ran does not count'),
      );
    },
    reconfigure: () => adoptKey(key, log),
    answerOpenCalls: () => openCalls.finishAll(),
    releaseAll: () => openCalls.close(),
    close() {
      stopForgetting();
      approvals.close();
      reports.close();
    },
  };
}

const createReports = (options: ApprovalOptions): Reports =>
  new Reports({
    targets: () => options.configuration.current.approvals.notify,
    formats: options.formats,
    fetch: options.fetch,
    systemFolders: options.systemFolders,
    terminal: options.terminal,
    now: options.clock,
    retryAfter: options.timings.webhookRetry,
    onProblem: (problem) => options.log.warn({ problem }, 'a receiver of reports about held calls cannot be reached'),
  });

const createKey = ({ configuration, recorder, keyPath, clock: now }: ApprovalOptions): TrustedKey =>
  new TrustedKey({
    path: keyPath,
    isWanted: () => configuration.current.approvals.passphrase,
    now,
    store: recorder.approvals,
    record: (entry) => void recorder.delivery.record(entry),
  });

function adoptKey(key: TrustedKey, log: Logger): void {
  try {
    key.adopt();
  } catch (error) {
    log.warn({ problem: GuardError.from(error).message }, 'the passphrase for approvals cannot be used');
  }
}
