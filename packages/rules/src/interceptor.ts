import type { Fingerprints, GuardError, JsonEdit, Message, AuditFinding, WithheldItem } from '@mcp-guard/core';
import type { OnWork } from '@mcp-guard/detectors';
import type { Config, Layers } from '@mcp-guard/policy';
import type { Cost } from './exchange/cost.js';
import type { PiiRules } from './pii-rules.js';
import type { Reason } from './exchange/reason.js';
import type { Actor } from './exchange/actor.js';
import type { ExplainedRule } from './exchange/explained-rule.js';
import type { AskedRequest } from './exchange/asked-request.js';
import type { KnownTask } from './exchange/known-tasks.js';

/** An interceptor may know this. It gets no socket, so it cannot send, skip or reorder anything. */
export interface MessageContext {
  readonly server: string;
  readonly session: string;
  readonly actor: Actor;
  /** The server's working folder: what relative paths are relative to. Absolute. */
  readonly cwd: string;
  /** Hash of the server's environment, where the client has filled it: a call with another credential makes another call. */
  readonly environment?: string;
  /** For a response: its request. */
  readonly answers: AskedRequest | undefined;
  /** The user has halted all calls. */
  readonly isHalted?: boolean | undefined;
  /** For a message that names tasks: those of them that this actor has with this server. For a list of tasks, all of them. */
  readonly tasks?: readonly KnownTask[] | undefined;
  /** For a call: the server's latest annotations of its tool, if there are any. */
  readonly readOnlyHint?: boolean | undefined;
  /** For a message to a server: types of the markers that this guard has put into responses. */
  readonly markers?: readonly string[] | undefined;
  /** The trace context of this message's span, where traces are sent: `traceparent` of W3C Trace Context. */
  readonly traceparent?: string | undefined;
  /** Called before work with the characters that it reads; throws if that is too much for the thread. */
  readonly onWork?: OnWork | undefined;
  /** Items that content rules have taken out of this server's lists. */
  readonly withheld?: readonly WithheldItem[] | undefined;
}

export type Verdict =
  /** With a note or with findings, the record shows what passed. */
  | {
      readonly kind: 'pass';
      readonly note?: string;
      readonly findings?: Findings;
      /** Items that were taken out of a list before, and may be used again; only with a note. */
      readonly withheld?: readonly WithheldItem[];
    }
  /** The edits are spliced into the message, which is then read again: the next interceptors see what will be sent. */
  | {
      readonly kind: 'rewrite';
      readonly edits: readonly JsonEdit[];
      readonly note: string;
      readonly rule?: string;
      readonly findings?: Findings;
      /** Items that are taken out of a list, and are refused from now on. */
      readonly withheld?: readonly WithheldItem[];
    }
  /** The guard writes something of its own into the message, and takes nothing out: that is no redaction. */
  | { readonly kind: 'stamp'; readonly edits: readonly JsonEdit[] }
  | { readonly kind: 'block'; readonly error: GuardError; readonly findings?: Findings }
  /** It passes if its limits have room for all of these; the daemon's own thread decides that. */
  | { readonly kind: 'charge'; readonly charges: readonly Charge[] }
  /** It passes if it can be paid and a person approves it; the daemon's own thread meets the demands of all interceptors together. */
  | { readonly kind: 'demand'; readonly cost?: Cost; readonly reasons: readonly Reason[] };

/** Findings in the message and what is done about them, for the record; never their values. */
export type Findings = readonly AuditFinding[];

/** The amount that a message takes from a limit. */
export interface Charge {
  /** The place of the limit in the configuration; none for what is built in. */
  readonly rule?: string;
  /** Names the limit and the party that it counts. */
  readonly key: string;
  readonly limit: number;
  /** The window of the limit, in milliseconds: a minute or an hour. */
  readonly window: 60_000 | 3_600_000;
  readonly count: number;
  /** It still counts after a restart. */
  readonly isKept: boolean;
}

/** Takes all of `charges`, or takes nothing and returns why. */
export type ChargeLimits = (charges: readonly Charge[]) => GuardError | undefined;

export const PASS: Verdict = { kind: 'pass' };
export const block = (error: GuardError): Verdict => ({ kind: 'block', error });

/** Decides at once: it waits for nothing. */
export type Hook = (message: Message, context: MessageContext) => Verdict;

export interface Interceptor {
  readonly name: string;
  readonly toServer?: Hook;
  readonly toClient?: Hook;
  /**
   * Describes what its rules decide about a message to the server, also those that let it pass: for `explain`, which
   * describes the verdict if there is no such description. It decides nothing.
   */
  readonly explain?: Explain;
}

export type Explain = (message: Message, context: MessageContext) => readonly ExplainedRule[];

export interface PolicyScope {
  /** The parts of other servers decide nothing. */
  readonly config: Config;
  readonly server: string;
  /** The rules that bind the session: of the server, of a base, of the user's roles. A refusal by any of them wins. */
  readonly layers: Layers;
  /** The rules for personal data, secrets and hidden text of this server. */
  readonly pii: PiiRules;
  /** Distinguishes values without showing them. */
  readonly fingerprints: Fingerprints;
}

/** Builds an interceptor for one session's rules, or nothing if the rules do not need it. */
export type CreateInterceptor = (scope: PolicyScope) => Interceptor | undefined;

export const createInterceptors = (
  registry: readonly CreateInterceptor[],
  scope: PolicyScope,
): readonly Interceptor[] => registry.map((create) => create(scope)).filter((interceptor) => interceptor !== undefined);
