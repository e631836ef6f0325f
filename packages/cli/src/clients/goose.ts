import type { ClientFormat } from './client-format.js';
import { namedServers } from './named-servers.js';
import { parseYaml } from './syntax/yaml.js';

/** Its built-in parts are among its extensions; they are not servers with a known launch. */
export const goose: ClientFormat = namedServers({
  id: 'goose',
  title: 'Goose',
  parse: parseYaml,
  under: ['extensions'],
  spelling: { command: 'cmd', env: 'envs', urls: ['uri'] },
  off: 'enabled',
});
