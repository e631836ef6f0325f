import { GuardError } from '@mcp-guard/core';
import type { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import type { FormatName, Formats } from './formats/registry.js';
import type { Receiver } from './receiver.js';

/** Attempts for one call, within a minute at most. */
const MAX_ATTEMPTS = 6;
/** Time for one attempt, in milliseconds. */
const TIMEOUT = 10_000;
/** Size of a response, whose body is ignored. */
const MAX_BYTES = 65_536;

/** An entry of `approvals.notify` that is no name. */
export interface WebhookTarget {
  readonly webhook: string;
  readonly format: FormatName;
  readonly secret: string | null;
}

export interface WebhookTools {
  readonly fetch: typeof guardedFetch;
  readonly formats: Formats;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Reports held calls to an address. @param target as it is configured now */
export function openWebhook(
  host: string,
  target: () => WebhookTarget | undefined,
  { fetch, formats, now }: WebhookTools,
): Receiver {
  return {
    name: host,
    attempts: MAX_ATTEMPTS,
    isWanted: () => target() !== undefined,
    async report(call) {
      const { webhook, format, secret } = target() ?? unwanted(host);
      const post = formats[format](call, { at: Math.floor(now() / 1000), secret });
      const { status } = await fetch(webhook, { ...post, method: 'POST', timeout: TIMEOUT, maxBytes: MAX_BYTES });
      if (status < 200 || status > 299) throw new GuardError('UPSTREAM_UNAVAILABLE', `${host} answers with ${status}`);
    },
  };
}

function unwanted(host: string): never {
  throw new GuardError('CONFIG_INVALID', `${host} is no longer configured`);
}
