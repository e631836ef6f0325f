import { ApiError } from './api-error.js';
import { backOff } from './back-off.js';
import { EventParser, type StreamEvent } from './event-parser.js';

/** Live events arrive. `retryAt` in Unix milliseconds. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'offline'; readonly retryAt: number; readonly why: string };

export interface LiveOptions {
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly onEvent: (event: StreamEvent) => void;
  readonly onLink: (link: Link) => void;
}

export interface LiveEvents {
  /** Ends the wait for the next attempt. */
  retry(): void;
  close(): void;
}

/** The daemon says something at least every few seconds. */
const SILENCE = 45_000;
const SIGNED_OUT = 401;

/** Follows the daemon's events, and comes back when they end, until it is closed or the page has to sign in. */
export function followEvents({ open, onEvent, onLink }: LiveOptions): LiveEvents {
  const closed = new AbortController();
  let wake: (() => void) | undefined;
  let failures = 0;

  async function listen(): Promise<void> {
    const silence = new AbortController();
    const signal = AbortSignal.any([closed.signal, silence.signal]);
    let timer = setTimeout(() => silence.abort(), SILENCE);
    try {
      const response = await open(signal);
      const parser = new EventParser(onEvent);
      const decoder = new TextDecoder();
      onLink({ state: 'live' });
      for await (const chunk of chunksOf(response)) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE);
        failures = 0;
        parser.push(decoder.decode(chunk, { stream: true }));
      }
    } finally {
      clearTimeout(timer);
      silence.abort();
    }
  }

  async function follow(): Promise<void> {
    onLink({ state: 'connecting' });
    while (!closed.signal.aborted) {
      const why = await listen().then(() => 'the stream has ended', describe);
      if (why === undefined || closed.signal.aborted) return;
      const wait = backOff((failures += 1), Math.random());
      onLink({ state: 'offline', retryAt: Date.now() + wait, why });
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  void follow();
  return {
    retry: () => wake?.(),
    close() {
      closed.abort();
      wake?.();
    },
  };
}

/** Returns nothing if the page has to sign in. */
const describe = (thrown: unknown): string | undefined => {
  const { status, message } = ApiError.from(thrown);
  if (status === SIGNED_OUT) return undefined;
  return thrown instanceof ApiError ? message : 'the stream has ended';
};

async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done || !value) return;
      yield value;
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}
