import { GuardError } from '@mcp-guard/core';

/** Why nothing of an actor may pass any more. */
export interface ActorRefusal {
  readonly message: string;
  readonly hint: string | undefined;
  /** Where in the configuration it stands. */
  readonly rule: string;
}

/** Where a client connects from, as the system says: a process of this machine. */
export interface ClientOrigin {
  readonly kind: 'local';
  readonly uid: number;
  /** Process at the other end of the socket, where the system names it. */
  readonly pid: number | undefined;
}

/**
 * Who is at the client's end, as the system or a proof says, never as the client says, and
 * what the configuration in force grants. Plain data: it also goes to other threads.
 */
export interface Actor {
  readonly origin: ClientOrigin;
  /** A name of the system, `key:…` or `oauth:…`: no two ways to be known share a name. */
  readonly user: string;
  /** Roles of the configuration in force; never empty. */
  readonly roles: readonly string[];
  readonly refusal: ActorRefusal | undefined;
}

export const toError = ({ message, hint, rule }: ActorRefusal): GuardError =>
  new GuardError('UNAUTHENTICATED', message, hint === undefined ? { rule } : { hint, rule });
