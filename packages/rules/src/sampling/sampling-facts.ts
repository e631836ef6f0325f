import { isObject, member, type JsonValue } from '@mcp-guard/core';

const ROLES = ['user', 'assistant'] as const;

/** The size of a server's request to the model, in numbers: no text, and no name that the server has chosen. */
export function describeSampling(params: JsonValue | undefined): string {
  const messages = member(params, 'messages');
  const hints = member(member(params, 'modelPreferences'), 'hints');
  const tokens = member(params, 'maxTokens');
  return [
    `sampling: ${count(messages, 'message')}${rolesOf(messages)}`,
    `${sizeOf(messages)} bytes of text`,
    `system prompt of ${sizeOf(member(params, 'systemPrompt'))} bytes`,
    count(hints, 'model hint'),
    `maxTokens ${typeof tokens === 'number' ? tokens : 'not given'}`,
    count(member(params, 'tools'), 'tool'),
  ].join(', ');
}

function count(list: JsonValue | undefined, what: string): string {
  const length = Array.isArray(list) ? list.length : 0;
  return `${length} ${what}${length === 1 ? '' : 's'}`;
}

function rolesOf(messages: JsonValue | undefined): string {
  if (!Array.isArray(messages) || messages.length === 0) return '';
  const having = (role: string): number => messages.filter((one) => member(one, 'role') === role).length;
  const known = ROLES.map((role) => ({ role, times: having(role) }));
  const others = messages.length - known.reduce((sum, { times }) => sum + times, 0);
  const parts = [...known, { role: 'other', times: others }].filter(({ times }) => times > 0);
  return ` (${parts.map(({ role, times }) => `${times} ${role}`).join(', ')})`;
}

/** Bytes of every text inside, without images and sounds. */
function sizeOf(value: JsonValue | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + sizeOf(element), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value)
    .filter(([key]) => key !== 'data' && key !== 'type' && key !== 'role')
    .reduce((sum, [, inner]) => sum + sizeOf(inner), 0);
}
