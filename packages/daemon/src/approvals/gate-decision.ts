import type { GuardError } from '@mcp-guard/core';
import type { Actor } from '@mcp-guard/rules';
import type { OpenRequest } from '../state/open-requests.js';

/** The decision about a judged message. */
export type GateDecision = Send | Refuse | Hold | HeldOpen;

interface Send {
  readonly kind: 'send';
  /** The reason why it passes, for the record. */
  readonly note?: string;
  /** Takes back what was reserved and used for it, where it is not sent after all. */
  readonly undo?: () => void;
}

interface Refuse {
  readonly kind: 'refuse';
  readonly error: GuardError;
  readonly undo?: undefined;
}

/** A refusal that is not the last word: a person may decide otherwise. */
interface Hold {
  readonly kind: 'hold';
  readonly error: GuardError;
  /** Takes back that people are asked. */
  readonly undo?: (() => void) | undefined;
  readonly decided?: undefined;
}

/** The same where the client's call is kept open. */
export interface HeldOpen extends Omit<Hold, 'decided'> {
  /** The decision that follows; nothing once the client waits no longer. */
  readonly decided: Promise<GateDecision | undefined>;
}

export const SEND: GateDecision = { kind: 'send' };
export const refuse = (error: GuardError): GateDecision => ({ kind: 'refuse', error });

/** The session that a call came in by, as it was when the call was judged. */
export interface CallingSession {
  readonly server: string;
  readonly session: string;
  /** The user's name. */
  readonly actor: string;
  /** Finds the places of the rules that the call was judged by. */
  readonly locate: (rule: string) => string;
  /** As they are now: a person may decide after they have changed. */
  readonly inForce: () => { readonly actor: Actor; readonly revision: string };
}

/** A client that waits for the answer to its call. */
export interface WaitingClient {
  readonly request: OpenRequest;
  /** Bytes that the call holds while it waits. */
  readonly bytes: number;
  /** Missing where the call may not be kept open. */
  readonly notify: NotifyWait | undefined;
  /** The name that the client claims, if any. */
  readonly name?: string | undefined;
}

/** Says to a client that its call still waits. @param left seconds */
export type NotifyWait = (left: number) => void;
