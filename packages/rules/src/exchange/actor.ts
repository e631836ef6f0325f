import { GuardError, type Hint } from '@mcp-guard/core';

/** Why no message of an actor may pass any more. */
export interface ActorRefusal {
  readonly message: string;
  readonly hint: Hint | undefined;
  /** The place of the rule in the configuration. */
  readonly rule: string;
}

/** The origin of a client's connection, according to the system: a process of this machine. */
export interface ClientOrigin {
  readonly kind: 'local';
  readonly uid: number;
  /** Process at the other end of the socket, if the system names it. */
  readonly pid: number | undefined;
}

/**
 * The person or program at the client's end, according to the system or a proof, never to the
 * client, and the grants of the configuration in force. Plain data: it also goes to other threads.
 */
export interface Actor {
  readonly origin: ClientOrigin;
  /** A name of the system, `key:…` or `oauth:…`: no two kinds of identity share a name. */
  readonly user: string;
  /** Roles of the configuration in force; never empty. */
  readonly roles: readonly string[];
  readonly refusal: ActorRefusal | undefined;
}

export const toError = ({ message, hint, rule }: ActorRefusal): GuardError =>
  new GuardError('UNAUTHENTICATED', message, { hint, rule });
