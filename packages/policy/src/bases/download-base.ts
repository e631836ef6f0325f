import { isUtf8 } from 'node:buffer';
import { GuardError } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import type { ProxySettings } from '@mcp-guard/net/proxy-settings';

export const MAX_BASE_BYTES = 1_048_576;
/** For the whole exchange, in milliseconds. */
const FETCH_TIMEOUT = 10_000;

/** No answer came: a kept copy may serve. The message reads on after a colon. */
export class NotLoaded extends Error {}

export interface DownloadOptions {
  readonly maxBytes?: number;
  /** Its name may lead into a private network. */
  readonly allowPrivate?: boolean;
}

/** A text from the network. Throws `NotLoaded`, or CONFIG_INVALID for what is no text. */
export type Download = (url: string, options?: DownloadOptions) => Promise<string>;

/** @param proxy of the moment in which something is loaded */
export const downloadThrough =
  (proxy: () => ProxySettings | undefined): Download =>
  async (url, { maxBytes = MAX_BASE_BYTES, allowPrivate = false } = {}) => {
    const { status, body } = await guardedFetch(url, {
      maxBytes,
      timeout: FETCH_TIMEOUT,
      redirects: 3,
      proxy: proxy(),
      reach: allowPrivate ? { host: URL.parse(url)?.host ?? '', allowHttp: false, allowPrivate } : undefined,
    }).catch((cause: unknown) => {
      throw new NotLoaded(GuardError.from(cause).message, { cause });
    });
    if (status !== 200) throw new NotLoaded(`status ${status}`);
    if (!isUtf8(body)) throw new GuardError('CONFIG_INVALID', 'the base is not valid UTF-8');
    return body.toString();
  };

export const cannotBeLoaded = (problem: NotLoaded): GuardError =>
  new GuardError('CONFIG_INVALID', `the base cannot be loaded, and no good copy is kept: ${problem.message}`, {
    cause: problem,
  });
