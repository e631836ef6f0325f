import type { Fingerprints, GuardError, JsonEdit, Message, AuditFinding, WithheldItem } from '@mcp-guard/core';
import type { OnWork } from '@mcp-guard/detectors';
import type { Config, Layers } from '@mcp-guard/policy';
import type { Cost } from './spend/spend-rules.js';
import type { Limit } from './limits/limits.js';
import type { PiiRules } from './content/content-rules.js';
import type { Reason } from './exchange/reason.js';
import type { Actor } from './exchange/actor.js';
import type { ExplainedRule } from './exchange/explained-rule.js';
import type { AskedRequest } from './exchange/asked-request.js';
import type { KnownTask } from './exchange/known-tasks.js';

/** What an interceptor may know. It gets no socket, so it cannot send, skip or reorder anything. */
export interface MessageContext {
  readonly server: string;
  readonly session: string;
  readonly actor: Actor;
  /** The server's working folder: what relative paths are relative to. Absolute. */
  readonly cwd: string;
  /** Hash of the server's environment, where the client has filled it: a call with another credential is another call. */
  readonly environment?: string;
  /** On an answer: the request that it answers. */
  readonly answers: AskedRequest | undefined;
  /** Where it names tasks: those of them that are this actor's with this server. To a list of tasks, all of them. */
  readonly tasks?: readonly KnownTask[] | undefined;
  /** On a call: what the server said last of its tool, if it did. */
  readonly readOnlyHint?: boolean | undefined;
  /** On its way to a server: types whose markers this guard has put into answers. */
  readonly markers?: readonly string[] | undefined;
  /** Hears what is about to be done, in characters that are looked at; throws where that is too much for the thread. */
  readonly onWork?: OnWork | undefined;
  /** What content rules have taken out of this server's lists. */
  readonly withheld?: readonly WithheldItem[] | undefined;
}

export type Verdict =
  /** With a note or with findings, the record tells what passed. */
  | {
      readonly kind: 'pass';
      readonly note?: string;
      readonly findings?: Findings;
      /** What went out of a list before, and may be used again; only with a note. */
      readonly withheld?: readonly WithheldItem[];
    }
  /** The edits are spliced into the message, which is then read again: what follows sees what will be sent. */
  | {
      readonly kind: 'rewrite';
      readonly edits: readonly JsonEdit[];
      readonly note: string;
      readonly rule?: string;
      readonly findings?: Findings;
      /** What goes out of a list, and is to be refused from now on. */
      readonly withheld?: readonly WithheldItem[];
    }
  | { readonly kind: 'block'; readonly error: GuardError; readonly findings?: Findings }
  /** It passes if all of this can be taken from its limits, which is done in the daemon's own thread. */
  | { readonly kind: 'charge'; readonly charges: readonly Charge[] }
  /** It passes if this can be paid and a person lets it; all that interceptors demand is met together, in the daemon's own thread. */
  | { readonly kind: 'demand'; readonly cost?: Cost; readonly reasons: readonly Reason[] };

/** What was found in the message and what is done about it: for the record, and never the values. */
export type Findings = readonly AuditFinding[];

/** What a message takes from a limit. */
export interface Charge {
  /** Where the limit stands in the configuration; none for what is built in. */
  readonly rule?: string;
  /** Names the limit and the party that it counts. */
  readonly key: string;
  readonly limit: number;
  /** Milliseconds for which the limit is. */
  readonly window: Limit['window'];
  readonly count: number;
  /** Whether it is still taken after a restart. */
  readonly isKept: boolean;
}

/** Takes all of `charges`, or nothing and says why. */
export type ChargeLimits = (charges: readonly Charge[]) => GuardError | undefined;

export const PASS: Verdict = { kind: 'pass' };
export const block = (error: GuardError): Verdict => ({ kind: 'block', error });

/** Decides at once: nothing that takes time of its own is asked here. */
export type Hook = (message: Message, context: MessageContext) => Verdict;

export interface Interceptor {
  readonly name: string;
  readonly toServer?: Hook;
  readonly toClient?: Hook;
  /**
   * Words of its own rules about a message on its way to the server, also of those that let it pass: for `explain`,
   * which describes the verdict where there are none. They decide nothing.
   */
  readonly explain?: Explain;
}

export type Explain = (message: Message, context: MessageContext) => readonly ExplainedRule[];

export interface PolicyScope {
  readonly config: Config;
  /** Name of the server. */
  readonly server: string;
  /** What binds the session: rules of the server, of a base, of the user's roles. What one refuses is refused. */
  readonly layers: Layers;
  /** What is done about personal data, secrets and hidden text of this server. */
  readonly pii: PiiRules;
  /** Keeps values apart without telling them. */
  readonly fingerprints: Fingerprints;
}

/** Builds an interceptor for one session's rules, or nothing when they do not ask for it. */
export type CreateInterceptor = (scope: PolicyScope) => Interceptor | undefined;

export const createInterceptors = (
  registry: readonly CreateInterceptor[],
  scope: PolicyScope,
): readonly Interceptor[] => registry.map((create) => create(scope)).filter((interceptor) => interceptor !== undefined);
