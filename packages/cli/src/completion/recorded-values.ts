import { existsSync } from 'node:fs';
import { claimIn, type StoreReader } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';
import { clientName } from '../logs/clients.js';
import { readShownTools } from '../record/known-tools.js';
import { readRecord } from '../record/open-record.js';

/** Rows of the record whose ids are offered. */
const MAX_ROWS = 20;
/** Newest sessions whose clients are offered. */
const MAX_SESSIONS = 500;

export const shownTools = (tools: CommandTools, config: string, server: string): readonly string[] =>
  readShownTools(tools.findPaths(config), tools.env).get(server) ?? [];

export const openApprovals = (tools: CommandTools, config: string): readonly string[] =>
  readIds(tools, config, ({ approvals }) =>
    (approvals?.list({ decided: false, limit: MAX_ROWS }) ?? []).map(({ id }) => id),
  );

/** The last ones that were refused: those are asked about. */
export const refusedRows = (tools: CommandTools, config: string): readonly string[] =>
  readIds(tools, config, ({ audit }) => audit.newest({ outcome: 'refused' }, MAX_ROWS).map(({ seq }) => String(seq)));

/** As clients have called themselves. */
export const recordedClients = (tools: CommandTools, config: string): readonly string[] =>
  readIds(tools, config, ({ audit }) => [
    ...new Set(audit.newest({ isClaim: true }, MAX_SESSIONS).map((row) => clientName(claimIn(row) ?? ''))),
  ]);

function readIds(
  tools: CommandTools,
  config: string,
  read: (record: StoreReader) => readonly string[],
): readonly string[] {
  const paths = tools.findPaths(config);
  return existsSync(paths.database) ? readRecord(paths, tools.env, read) : [];
}
