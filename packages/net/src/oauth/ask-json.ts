import { GuardError, isObject, tryParseJson, type JsonObject } from '@mcp-guard/core';
import type { FetchOptions } from '../guarded-fetch.js';
import type { Fetch } from './settings.js';

/** Metadata, keys and tokens are a few kilobytes. */
export const MAX_ANSWER_BYTES = 262_144;

/** An object, with any status; throws if the response of the host is none. */
export async function askJson(
  fetch: Fetch,
  url: string,
  options: FetchOptions = {},
): Promise<{ readonly status: number; readonly value: JsonObject }> {
  const headers = { accept: 'application/json', ...options.headers };
  const { status, body } = await fetch(url, { ...options, headers, maxBytes: MAX_ANSWER_BYTES });
  const value = tryParseJson(body.toString('utf8'));
  if (isObject(value)) return { status, value };
  // The text of the host is never repeated.
  throw new GuardError('UPSTREAM_UNAVAILABLE', `${new URL(url).host} answers with status ${status} and no JSON object`);
}
