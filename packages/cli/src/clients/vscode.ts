import type { ClientFormat } from './client-format.js';
import { namedServers } from './named-servers.js';

export const vscode: ClientFormat = namedServers({
  id: 'vscode',
  title: 'Visual Studio Code',
  under: ['servers'],
});
