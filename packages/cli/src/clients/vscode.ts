import type { ClientFormat } from './client-format.js';
import type { Folders } from './folders.js';
import { namedServers } from './named-servers.js';

/** A user's file of both editions; extensions have theirs below the same folders. */
export const inCodeUserFolders = ({ applications }: Folders, ...steps: readonly string[]): readonly string[] =>
  ['Code', 'Code - Insiders'].map((edition) => applications(edition, 'User', ...steps));

export const vscode: ClientFormat = namedServers({
  id: 'vscode',
  title: 'Visual Studio Code',
  userFiles: (folders) => inCodeUserFolders(folders, 'mcp.json'),
  projectFiles: ['.vscode/mcp.json'],
  under: ['servers'],
});
