import { existsSync } from 'node:fs';
import { toFolders, type System } from '@mcp-guard/policy';
import { claudeCode } from '../clients/claude-code.js';
import type { ClientFormat } from '../clients/client-format.js';
import { claudeDesktop, geminiCli } from '../clients/json-clients.js';
import { listFolder, UnreadableFile } from '@mcp-guard/core/text-file';
import { vscode } from '../clients/vscode.js';

/** A place outside of a person's files where a client has servers. */
export interface UnmovedPlace {
  readonly client: string;
  /** The client's name for people. */
  readonly title: string;
  readonly what: string;
  readonly path: string;
}

interface KnownGap {
  readonly client: ClientFormat;
  readonly what: string;
  readonly paths: (system: System) => readonly string[];
}

const SYSTEM_FOLDER = { linux: '/etc', darwin: '/Library/Application Support', win32: 'C:\\Program Files' };

/** One row for each; a path is enough to show that there is something. */
const GAPS: readonly KnownGap[] = [
  {
    client: claudeDesktop,
    what: 'desktop extensions, which bring servers of their own',
    paths: (system) => [toFolders(system).applications('Claude', 'Claude Extensions')],
  },
  {
    client: claudeCode,
    what: 'plugins, which may bring servers of their own',
    paths: (system) => {
      const { home, named } = toFolders(system);
      return [named('CLAUDE_CONFIG_DIR', home('.claude'))('plugins')];
    },
  },
  {
    client: claudeCode,
    what: 'a list that an administrator manages',
    paths: ({ platform }) => [
      `${SYSTEM_FOLDER[platform]}/${platform === 'linux' ? 'claude-code' : 'ClaudeCode'}/managed-mcp.json`,
    ],
  },
  {
    client: vscode,
    what: 'profiles with servers of their own',
    paths: (system) =>
      ['Code', 'Code - Insiders'].flatMap((edition) =>
        namesBelow(toFolders(system).applications(edition, 'User', 'profiles')).map((profile) => `${profile}/mcp.json`),
      ),
  },
  {
    client: geminiCli,
    what: 'extensions, which may bring servers of their own',
    paths: (system) => namesBelow(toFolders(system).home('.gemini', 'extensions')),
  },
];

/** Finds servers that `init` cannot move, as far as their presence is visible. */
export const findGaps = (system: System, clients: readonly ClientFormat[]): readonly UnmovedPlace[] =>
  GAPS.flatMap(({ client, what, paths }) => {
    const path = clients.includes(client) ? paths(system).find((each) => existsSync(each)) : undefined;
    return path === undefined ? [] : [{ client: client.id, title: client.title, what, path }];
  });

function namesBelow(folder: string): readonly string[] {
  try {
    return listFolder(folder, '');
  } catch (error) {
    if (error instanceof UnreadableFile) return [];
    throw error;
  }
}
