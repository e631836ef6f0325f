import {
  isObject,
  member,
  META_CLIENT_CAPABILITIES,
  META_PROTOCOL_VERSION,
  META_SERVER_INFO,
  type JsonObject,
  type JsonValue,
} from '@mcp-guard/core';
import { isUnknownMethod, type Conversation } from './conversation.js';
import { ServerFault } from './server-fault.js';

/** The newest revision of each era. */
const LEGACY = '2025-11-25';
const MODERN = '2026-07-28';

export interface ServerGreeting {
  readonly capabilities: JsonObject;
  readonly serverInfo: JsonValue;
  readonly instructions: string | undefined;
  /** Every request must carry it. */
  readonly meta: JsonObject | undefined;
}

/** In the legacy era, which nearly every server speaks; in the modern one if it knows no other. */
export async function greet(talk: Conversation, version: string): Promise<ServerGreeting> {
  try {
    const clientInfo = { name: 'mcp-guard', version };
    const params = { protocolVersion: LEGACY, capabilities: {}, clientInfo };
    const result = await talk.request('initialize', params);
    if (typeof member(result, 'protocolVersion') !== 'string') throw notMcp('initialize');
    talk.notify('notifications/initialized');
    return toGreeting(result, undefined);
  } catch (error) {
    if (!isUnknownMethod(error)) throw error;
    const meta = { [META_PROTOCOL_VERSION]: MODERN, [META_CLIENT_CAPABILITIES]: {} };
    return toGreeting(await talk.request('server/discover', { _meta: meta }), meta);
  }
}

function toGreeting(result: JsonObject, meta: JsonObject | undefined): ServerGreeting {
  const capabilities = member(result, 'capabilities');
  if (!isObject(capabilities)) throw notMcp(meta ? 'server/discover' : 'initialize');
  const instructions = member(result, 'instructions');
  return {
    capabilities,
    serverInfo: member(result, 'serverInfo') ?? member(member(result, '_meta'), META_SERVER_INFO) ?? null,
    instructions: typeof instructions === 'string' ? instructions : undefined,
    meta,
  };
}

const notMcp = (method: string): ServerFault => new ServerFault(`answers ${method} with something other than MCP`);
