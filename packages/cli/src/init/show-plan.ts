import { safe } from '@mcp-guard/core';
import type { ClientFormat } from '../clients/client-format.js';
import type { CommandTools } from '../command.js';
import {
  describeDifferences,
  describeLogins,
  describeRows,
  describeUnread,
  rowToJson,
  toDifferences,
  toRows,
} from './describe-plan.js';
import type { UnmovedPlace } from './gaps.js';
import type { OurState } from './our-state.js';
import type { Plan } from './plan-init.js';
import { summarizeRows } from './summarize-plan.js';

/** Prints on one screen what `init` would do; unreadable files go to standard error. @param clients whose files were looked for */
export function showPlan(tools: CommandTools, plan: Plan, clients: readonly ClientFormat[]): void {
  for (const file of plan.unread) tools.note(describeUnread(file));
  for (const { file, by } of plan.shared)
    tools.note(`${file.client.title} reads the same file as ${by.client.title}: ${safe(file.path, 500)}`);
  const rows = toRows(plan);
  tools.print(rows.length > 0 ? summarizeRows(rows) : describeNone(plan));
  if (rows.length === 0 && plan.unread.length === 0) tools.note(adviseOnNone(clients));
  const logins = describeLogins(plan);
  if (logins !== undefined) tools.note(logins);
}

/** Every server with its whole command and its secrets, and the difference of every file. */
export function describeWhole(plan: Plan, ours: OurState): string {
  const differences = plan.changes.files.length === 0 ? [] : toDifferences(plan, ours);
  return [describeRows(toRows(plan)), ...(differences.length > 0 ? [describeDifferences(differences)] : [])].join('\n');
}

const describeNone = ({ unread }: Plan): string =>
  `No ${unread.length > 0 ? 'other ' : ''}client of this user has a server.`;

const adviseOnNone = (clients: readonly ClientFormat[]): string =>
  [
    `looked for the files of ${clients.map(({ title }) => title).join(', ')}`,
    'next: add a server to one of them, then: mcp-guard init',
    'servers that a project brings: mcp-guard init --project, in its folder',
  ].join('\n');

/** The parts of clients that the guard does not cover. */
export function showGaps({ note }: CommandTools, gaps: readonly UnmovedPlace[]): void {
  for (const { title, what, path } of gaps) note(`not covered: ${title} has ${what} (${safe(path, 500)})`);
}

export const planToJson = (plan: Plan, ours: OurState, gaps: readonly UnmovedPlace[]): object => ({
  config: ours.configPath,
  servers: toRows(plan).map(rowToJson),
  files: toDifferences(plan, ours),
  unread: plan.unread.map(({ client, path, problem: { what, place } }) => ({
    client: client.id,
    path,
    what,
    ...(place && { line: place.line, column: place.column }),
  })),
  gaps,
});
