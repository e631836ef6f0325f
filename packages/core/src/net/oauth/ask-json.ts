import { GuardError } from '../../errors.js';
import type { FetchOptions } from '../guarded-fetch.js';
import { isObject, parseJson, type JsonObject } from '../../wire/jsonrpc.js';
import type { Fetch } from './settings.js';

/** Metadata, keys and tokens are a few kilobytes. */
export const MAX_ANSWER_BYTES = 262_144;

/** An object, with any status; throws where the host does not answer with one. */
export async function askJson(
  fetch: Fetch,
  url: string,
  options: FetchOptions = {},
): Promise<{ readonly status: number; readonly value: JsonObject }> {
  const headers = { accept: 'application/json', ...options.headers };
  const { status, body } = await fetch(url, { ...options, headers, maxBytes: MAX_ANSWER_BYTES });
  try {
    const value = parseJson(body.toString('utf8'));
    if (isObject(value)) return { status, value };
  } catch {
    // told below: what the host says instead stays unsaid
  }
  throw new GuardError('UPSTREAM_UNAVAILABLE', `${new URL(url).host} answers with status ${status} and no JSON object`);
}
