import type { Socket } from 'node:net';
import type { JsonValue } from '@mcp-guard/core';
import type { DaemonControl } from './daemon-control.js';

/** A request whose sender has proved to be the user of this daemon. */
export interface ControlRequest {
  /** What stands in its path where that of the route ends with `:id`; empty for other routes. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** Nothing if none was sent. */
  readonly body: JsonValue | undefined;
  readonly socket: Socket;
}

/** One request that the control API answers. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST';
  /** `/status`, or `/approvals/:id` for any name in that place. */
  readonly path: string;
  /** Returns what is sent as JSON; what it throws is sent as an error. */
  answer(request: ControlRequest): unknown;
}

/** The routes of one file, built from the one object that is handed to all of them. */
export type ControlRoutes = (daemon: DaemonControl) => readonly ControlRoute[];
