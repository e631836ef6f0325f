import { isObject, member, type JsonObject } from '@mcp-guard/core';
import { isUnknownMethod, type Conversation } from './conversation.js';
import type { ServerGreeting } from './greeting.js';
import { ServerFault } from './server-fault.js';

const MAX_PAGES = 200;
const MAX_ENTRIES = 10_000;

/** The lists that a server may have, and the request for each. */
export const LISTS = {
  tools: { capability: 'tools', method: 'tools/list' },
  prompts: { capability: 'prompts', method: 'prompts/list' },
  resources: { capability: 'resources', method: 'resources/list' },
  resourceTemplates: { capability: 'resources', method: 'resources/templates/list' },
} as const;

export type ListName = keyof typeof LISTS;

/** All pages of it, in their order; none if the server does not declare it. */
export async function readList(
  talk: Conversation,
  name: ListName,
  greeting: ServerGreeting,
): Promise<readonly JsonObject[]> {
  const { capability, method } = LISTS[name];
  if (!isObject(member(greeting.capabilities, capability))) return [];
  const entries: JsonObject[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const params = { ...(cursor !== undefined && { cursor }), ...(greeting.meta && { _meta: greeting.meta }) };
    const result = await talk.request(method, params).catch((error: unknown) => {
      if (name === 'resourceTemplates' && isUnknownMethod(error)) return { [name]: [] }; // many have resources only
      throw error;
    });
    const found = member(result, name);
    if (!Array.isArray(found) || !found.every(isObject))
      throw new ServerFault(`answers ${method} with something other than MCP`);
    entries.push(...found);
    if (entries.length > MAX_ENTRIES) throw new ServerFault(`lists more than ${MAX_ENTRIES} with ${method}`);
    const next = member(result, 'nextCursor') ?? undefined;
    if (next === undefined) return entries;
    if (typeof next !== 'string') throw new ServerFault(`answers ${method} with something other than MCP`);
    cursor = next;
  }
  throw new ServerFault(`lists more than ${MAX_PAGES} pages with ${method}`);
}
