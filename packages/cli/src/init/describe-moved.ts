import { safe, type JsonObject } from '@mcp-guard/core';
import { foldLines } from '../fold-text.js';
import { showText } from '../show-text.js';
import { outputWidth } from '../table.js';
import type { Entry } from './assign.js';
import type { Moved } from './apply-plan.js';

const MAX_WHY = 1000;

/** What works now, what stayed, and what is left to do. */
export function describeMoved({ moved, staying, tools, logins }: Moved): string {
  const clients = [...new Set(moved.map(({ file }) => file.client.title))];
  const lines = [
    '',
    ...moved.map(
      (entry) =>
        `${nameOf(entry)} is guarded as ${entry.ours}: ${logins.has(entry.ours) ? loginOf(entry.ours) : countTools(tools.get(entry.ours))}`,
    ),
    ...staying.map((entry) => `${nameOf(entry)} stays as it was: ${safe(entry.why, MAX_WHY)}`),
  ];
  const text =
    clients.length === 0
      ? [...lines, 'nothing was moved']
      : [
          ...lines,
          '',
          `Restart ${clients.join(', ')}. A client may ask again whether a server can be trusted: its command has changed.`,
          'Take it back with: mcp-guard init --undo',
        ];
  return foldLines(text.join('\n'), outputWidth());
}

const nameOf = ({ file, server }: Entry): string => `${file.client.title}: ${showText(server.name)}`;

/** The login of a client is not the guard's. */
const loginOf = (name: string): string => `it needs a login of its own: mcp-guard auth login ${name}`;

const countTools = (tools: number | undefined): string =>
  tools === 1 ? 'it has 1 tool' : `it has ${tools ?? 0} tools`;

/** What differs from the plan. */
export const movedToJson = ({ moved, staying, tools, logins }: Moved): JsonObject => ({
  moved: moved.map((entry) => ({
    ...toPlace(entry),
    ours: entry.ours,
    tools: tools.get(entry.ours) ?? 0,
    ...(logins.has(entry.ours) && { needsLogin: true }),
  })),
  failed: staying.map((entry) => ({ ...toPlace(entry), why: entry.why })),
});

const toPlace = ({ file, server }: Entry): JsonObject => ({
  client: file.client.id,
  path: file.path,
  server: server.name,
  ...(server.project !== undefined && { project: server.project }),
});
