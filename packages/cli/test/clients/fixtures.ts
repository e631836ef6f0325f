import { readdirSync, readFileSync } from 'node:fs';
import type { JsonValue } from '@mcp-guard/core';
import type { ClientServer } from '../../src/clients/client-format.js';
import { CLIENTS } from '../../src/clients/registry.js';

/** The file of a client as its documentation shows one. Throws if there is none. */
export function readFixture(id: string): { readonly name: string; readonly text: string } {
  const folder = new URL(`fixtures/${id}/`, import.meta.url);
  const [name = ''] = readdirSync(folder);
  return { name, text: readFileSync(new URL(name, folder), 'utf8') };
}

/** The servers of a file with this content, in any syntax. */
export function readAs(id: string, value: JsonValue): readonly ClientServer[] {
  const file = {
    value,
    placeOf: () => ({ line: 1, column: 1 }),
    spanOf: () => undefined,
    replace: () => '',
    replaceAll: () => '',
  };
  return CLIENTS.find((client) => client.id === id)?.readServers(file) ?? [];
}
