import { commandLine, type Hint, type JsonObject, safe } from '@mcp-guard/core';
import { foldHint } from '../output/fold-text.js';
import { showText } from '../output/show-text.js';
import { outputWidth } from '../output/table.js';
import type { ClientEntry } from './assign.js';
import type { Moved } from './apply-plan.js';

const MAX_WHY = 1000;

/** Says what works now, what stayed, and what is left to do. */
export function describeMoved({ moved, staying, tools, logins }: Moved): string {
  const clients = [...new Set(moved.map(({ file }) => file.client.title))];
  const lines: readonly Hint[] = [
    '',
    ...moved.map((entry): Hint => {
      const guarded = `${nameOf(entry)} is guarded as ${entry.ours}:`;
      return logins.has(entry.ours) ? loginOf(guarded, entry.ours) : `${guarded} ${countTools(tools.get(entry.ours))}`;
    }),
    ...staying.map((entry) => `${nameOf(entry)} stays as it was: ${safe(entry.why, MAX_WHY)}`),
  ];
  const all: readonly Hint[] =
    clients.length === 0
      ? [...lines, 'nothing was moved']
      : [
          ...lines,
          '',
          `Restart ${clients.join(', ')}. A client may ask again whether a server can be trusted: its command has changed.`,
          { words: 'Take it back with:', command: 'mcp-guard init --undo' },
        ];
  return all.flatMap((line) => foldHint(line, outputWidth())).join('\n');
}

const nameOf = ({ file, server }: ClientEntry): string => `${file.client.title}: ${showText(server.name)}`;

/** The login of a client is not the guard's. */
const loginOf = (guarded: string, name: string): Hint => ({
  words: `${guarded} it needs a login of its own:`,
  command: commandLine('mcp-guard auth login', name),
});

const countTools = (tools: number | undefined): string =>
  tools === 1 ? 'it has 1 tool' : `it has ${tools ?? 0} tools`;

/** Only the differences from the plan. */
export const movedToJson = ({ moved, staying, tools, logins }: Moved): JsonObject => ({
  moved: moved.map((entry) => ({
    ...toPlace(entry),
    ours: entry.ours,
    tools: tools.get(entry.ours) ?? 0,
    ...(logins.has(entry.ours) && { needsLogin: true }),
  })),
  failed: staying.map((entry) => ({ ...toPlace(entry), why: entry.why })),
});

const toPlace = ({ file, server }: ClientEntry): JsonObject => ({
  client: file.client.id,
  path: file.path,
  server: server.name,
  ...(server.project !== undefined && { project: server.project }),
});
