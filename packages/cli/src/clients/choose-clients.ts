import { GuardError } from '@mcp-guard/core';
import type { ClientFormat } from './client-format.js';
import { CLIENTS } from './registry.js';

/** The clients with these ids; all if none are given. Throws CONFIG_INVALID for an unknown one. */
export const chooseClients = (ids: readonly string[]): readonly ClientFormat[] =>
  ids.length === 0 ? CLIENTS : [...new Set(ids)].map(findClient);

function findClient(id: string): ClientFormat {
  const client = CLIENTS.find((each) => each.id === id);
  if (client) return client;
  throw new GuardError('USAGE', 'there is no such client', {
    hint: `known are ${CLIENTS.map((each) => each.id).join(', ')}`,
  });
}
