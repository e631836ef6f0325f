import { existsSync } from 'node:fs';
import { ERRORS, isObject, member } from '@mcp-guard/core';
import { readTrusted } from '@mcp-guard/policy';
import { claimIn, type StoreReader } from '@mcp-guard/store';
import { CLIENTS } from '../clients/registry.js';
import { parseYaml } from '../clients/syntax/yaml.js';
import type { CommandTools } from '../command.js';
import { clientName } from '../logs/clients.js';
import { openRecord, readShownTools } from '../open-record.js';
import type { Wanted } from './find-wanted.js';

const MAX_CONFIG = 2 ** 20;
/** Rows of the record whose ids are offered. */
const MAX_ROWS = 20;
/** Newest sessions whose clients are offered. */
const MAX_SESSIONS = 500;

/** Values of one kind; none if they cannot be known without asking anybody. */
export function knownValues(
  tools: CommandTools,
  { command, named, before }: Extract<Wanted, { kind: 'value' }>,
): readonly string[] {
  const config = tools.findConfig(undefined);
  switch (named) {
    case 'server':
    case 'servers':
      return serversOf(config);
    case 'tool':
      return readShownTools(tools.findPaths(config), tools.env).get(before[0] ?? '') ?? [];
    case 'id':
      return ['except', 'explain', 'logs'].includes(command) ? rowsOf(tools, config) : approvalsOf(tools, config);
    case 'code':
      return Object.keys(ERRORS);
    case 'client':
      return command === 'logs' ? clientsOf(tools, config) : CLIENTS.map(({ id }) => id);
    default:
      return [];
  }
}

/** As they are written: a configuration with problems has servers too. */
function serversOf(config: string): readonly string[] {
  const { value } = parseYaml(readTrusted(config, MAX_CONFIG) ?? '');
  const servers = member(value, 'servers');
  return isObject(servers) ? Object.keys(servers) : [];
}

const approvalsOf = (tools: CommandTools, config: string): readonly string[] =>
  readIds(tools, config, ({ approvals }) =>
    (approvals?.list({ decided: false, limit: MAX_ROWS }) ?? []).map(({ id }) => id),
  );

/** The last ones that were refused: those are asked about. */
const rowsOf = (tools: CommandTools, config: string): readonly string[] =>
  readIds(tools, config, ({ audit }) => audit.newest({ outcome: 'block' }, MAX_ROWS).map(({ seq }) => String(seq)));

/** As clients have called themselves. */
const clientsOf = (tools: CommandTools, config: string): readonly string[] =>
  readIds(tools, config, ({ audit }) => [
    ...new Set(audit.newest({ isClaim: true }, MAX_SESSIONS).map((row) => clientName(claimIn(row) ?? ''))),
  ]);

function readIds(
  tools: CommandTools,
  config: string,
  read: (record: StoreReader) => readonly string[],
): readonly string[] {
  const paths = tools.findPaths(config);
  if (!existsSync(paths.database)) return [];
  const record = openRecord(paths, tools.env);
  try {
    return read(record);
  } finally {
    record.close();
  }
}
