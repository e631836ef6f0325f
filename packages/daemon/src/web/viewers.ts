import type { ServerResponse } from 'node:http';
import { GuardError, type CallView, type PageEvents } from '@mcp-guard/core';
import type { Live } from '../view/live.js';

const TICK = 250;
/** Ticks between two looks at the whole. */
const NOW_EVERY = 4;
export const MAX_VIEWERS = 256;
/** New calls that one tick shows; the page asks for the others. */
const MAX_CALLS = 500;
const MAX_APPROVALS = 500;

const STREAM_HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' } as const;

interface Viewer {
  readonly response: ServerResponse;
  /** The user who looks is still signed in. */
  readonly mayLook: () => boolean;
  /** Ticks that it did not get, because it did not read. */
  missed: number;
}

/**
 * Shows what happens to all pages that look, four times a second at most: everything is written as text once for all of
 * them. A page that does not read gets nothing more until it does. It does nothing while no one looks.
 */
export class Viewers {
  readonly #live: Live;
  readonly #viewers = new Set<Viewer>();
  #stopFollowing: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #ticks = 0;
  /** Calls by audit id: the last state of a call that changed twice is shown. */
  #calls = new Map<number, CallView>();
  #approvals = new Set<string>();
  #overflow = 0;

  constructor(live: Live) {
    this.#live = live;
  }

  get count(): number {
    return this.#viewers.size;
  }

  /** Throws RATE_LIMITED if too many look. */
  insistOnRoom(): void {
    if (this.#viewers.size >= MAX_VIEWERS) throw new GuardError('RATE_LIMITED', `${MAX_VIEWERS} pages look already`);
  }

  /** Shows everything to one more page until it is gone, or signed out. */
  add(response: ServerResponse, headers: Readonly<Record<string, string>>, mayLook: () => boolean): void {
    if (response.destroyed || response.closed) return; // it left while the page was loaded
    response.writeHead(200, { ...headers, ...STREAM_HEADERS });
    response.write(frame('now', this.#live.now()));
    const viewer: Viewer = { response, mayLook, missed: 0 };
    this.#viewers.add(viewer);
    response.once('close', () => this.#remove(viewer)).on('error', () => undefined);
    if (this.#viewers.size === 1) this.#begin();
  }

  close(): void {
    for (const viewer of this.#viewers) {
      viewer.response.destroy();
      this.#remove(viewer);
    }
  }

  #remove(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0) return;
    clearInterval(this.#timer);
    for (const stop of this.#stopFollowing.splice(0)) stop();
    this.#calls.clear();
    this.#approvals.clear();
    this.#overflow = 0;
  }

  #begin(): void {
    this.#stopFollowing = [
      this.#live.followCalls((calls) => {
        for (const call of calls) {
          if (this.#calls.size < MAX_CALLS || this.#calls.has(call.seq)) this.#calls.set(call.seq, call);
          else this.#overflow++;
        }
      }),
      this.#live.followApprovals((ids) => {
        for (const id of ids) {
          if (this.#approvals.size < MAX_APPROVALS) this.#approvals.add(id);
          else this.#overflow++;
        }
      }),
    ];
    this.#timer = setInterval(() => this.#tick(), TICK).unref();
  }

  #tick(): void {
    for (const { response, mayLook } of this.#viewers) if (!mayLook()) response.destroy();
    const frames: string[] = [];
    if (this.#calls.size > 0) frames.push(frame('calls', [...this.#calls.values()]));
    if (this.#approvals.size > 0) frames.push(frame('approvals', [...this.#approvals]));
    if (this.#overflow > 0) frames.push(frame('missed', this.#overflow));
    if (++this.#ticks % NOW_EVERY === 0) frames.push(frame('now', this.#live.now()));
    this.#calls = new Map();
    this.#approvals = new Set();
    this.#overflow = 0;
    if (frames.length === 0) return;
    const bytes = Buffer.from(frames.join(''));
    for (const viewer of this.#viewers) show(viewer, bytes);
  }
}

function show(viewer: Viewer, bytes: Buffer): void {
  const { response } = viewer;
  if (response.writableNeedDrain) {
    viewer.missed++;
    return;
  }
  if (viewer.missed > 0) response.write(frame('missed', viewer.missed));
  viewer.missed = 0;
  response.write(bytes);
}

const frame = <Name extends keyof PageEvents>(name: Name, data: PageEvents[Name]): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
