import {
  member,
  type JsonObject,
  CREATE_MESSAGE,
  ELICIT,
  LIST_ROOTS,
  ROOTS_CHANGED,
  LIST_TOOLS,
  CALL_TOOL,
  PROGRESS,
  CANCELLED,
} from '@mcp-guard/core';
import type { AskedName, Asks, Extension } from './extension.js';

const TOOL: Asks = { kind: 'tools', member: 'name' };
const PROMPT: Asks = { kind: 'prompts', member: 'name' };
const RESOURCE: Asks = { kind: 'resources', member: 'uri' };

/** The methods of all revisions of the specification. */
export const specification: Extension = {
  id: null,
  methods: {
    initialize: { from: 'client', does: 'probe', describes: true },
    'server/discover': { from: 'client', does: 'probe', describes: true, isUnanswerable: true },
    ping: { from: 'both', does: 'ping' },
    [LIST_TOOLS]: {
      from: 'client',
      does: 'look',
      describes: true,
      list: { items: 'tools', name: 'name', kind: 'tools' },
    },
    [CALL_TOOL]: { from: 'client', does: 'call', asks: TOOL, answersCall: true },
    'prompts/list': {
      from: 'client',
      does: 'look',
      describes: true,
      list: { items: 'prompts', name: 'name', kind: 'prompts' },
    },
    'prompts/get': { from: 'client', does: 'look', asks: PROMPT },
    'resources/list': {
      from: 'client',
      does: 'look',
      describes: true,
      list: { items: 'resources', name: 'uri', kind: 'resources' },
    },
    'resources/templates/list': {
      from: 'client',
      does: 'look',
      describes: true,
      list: { items: 'resourceTemplates', name: 'uriTemplate', kind: 'resources' },
    },
    'resources/read': { from: 'client', does: 'look', asks: RESOURCE },
    'resources/subscribe': { from: 'client', does: 'look', asks: RESOURCE },
    'resources/unsubscribe': { from: 'client', does: 'release', asks: RESOURCE },
    'subscriptions/listen': { from: 'client', does: 'listen', asks: subscribed },
    'completion/complete': { from: 'client', does: 'look', asks: referred },
    'logging/setLevel': { from: 'client', does: 'look' },
    [CREATE_MESSAGE]: { from: 'server' },
    [ELICIT]: { from: 'server' },
    [LIST_ROOTS]: { from: 'server' },
    'notifications/initialized': { from: 'client', does: 'look' },
    [CANCELLED]: { from: 'both', does: 'look' },
    [PROGRESS]: { from: 'both', does: 'look' },
    [ROOTS_CHANGED]: { from: 'client', does: 'look' },
    'notifications/message': { from: 'server', does: 'look' },
    'notifications/resources/updated': { from: 'server', asks: RESOURCE },
    'notifications/resources/list_changed': { from: 'server' },
    'notifications/tools/list_changed': { from: 'server' },
    'notifications/prompts/list_changed': { from: 'server' },
    'notifications/elicitation/complete': { from: 'server' },
  },
};

function referred(params: JsonObject | undefined): readonly AskedName[] {
  const ref = member(params, 'ref');
  const type = member(ref, 'type');
  if (type === 'ref/prompt') return [{ kind: 'prompts', name: member(ref, 'name') }];
  if (type === 'ref/resource') return [{ kind: 'resources', name: member(ref, 'uri') }];
  return EITHER;
}

const EITHER: readonly AskedName[] = [
  { kind: 'prompts', name: null },
  { kind: 'resources', name: null },
];

function subscribed(params: JsonObject | undefined): readonly AskedName[] {
  const uris = member(member(params, 'notifications'), 'resourceSubscriptions') ?? [];
  return (Array.isArray(uris) ? uris : [null]).map((name) => ({ kind: 'resources', name }));
}
