import type { JsonValue } from '@mcp-guard/core';
import type { Requester } from '../identity/requester.js';
import type { DaemonControl } from './daemon-control.js';

/** A request whose sender has proved to be the user of this daemon. */
export interface ControlRequest {
  /** The segment in the place of `:id`, decoded; empty for other routes. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** Missing if none was sent. */
  readonly body: JsonValue | undefined;
  readonly requester: Requester;
}

/**
 * A route may be reached by more than the commands on the control socket: `token` by anybody who brings the token or a
 * page, `page` only by a page that a person has opened at a terminal.
 */
export type Reach = 'commands' | 'token' | 'page';

/** One request that the control API answers. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST';
  /** `/status`, or `/approvals/:id` for any name in that place. */
  readonly path: string;
  readonly reach: Reach;
  /** Returns what is sent as JSON; what it throws is sent as an error. */
  answer(request: ControlRequest): unknown;
}

/** The routes of one file, built from the one object that is handed to all of them. */
export type ControlRoutes = (daemon: DaemonControl) => readonly ControlRoute[];
