import { knownKeys, type KnownKeys } from '@mcp-guard/core';

/** A list in responses of servers: where its items stand, and what names them. */
export interface ServerList {
  readonly items: string;
  readonly name: string;
  readonly kind: 'tools' | 'resources' | 'prompts';
}

export const LISTS: ReadonlyMap<string, ServerList> = new Map<string, ServerList>([
  ['tools/list', { items: 'tools', name: 'name', kind: 'tools' }],
  ['prompts/list', { items: 'prompts', name: 'name', kind: 'prompts' }],
  ['resources/list', { items: 'resources', name: 'uri', kind: 'resources' }],
  ['resources/templates/list', { items: 'resourceTemplates', name: 'uriTemplate', kind: 'resources' }],
]);

export const LIST_KEYS: KnownKeys = knownKeys('tools', 'prompts', 'resources', 'resourceTemplates');
export const ITEM_KEYS: KnownKeys = knownKeys('name', 'uri', 'uriTemplate');
