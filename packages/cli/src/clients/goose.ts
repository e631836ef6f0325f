import type { ClientFormat } from './client-format.js';
import { namedServers } from './named-servers.js';
import { parseYaml } from './syntax/yaml.js';

/** What is built into Goose stands among its extensions, and is no server that can be told how it runs. */
export const goose: ClientFormat = namedServers({
  id: 'goose',
  title: 'Goose',
  userFiles: ({ config, applications }, platform) => [
    platform === 'win32' ? applications('Block', 'goose', 'config', 'config.yaml') : config('goose', 'config.yaml'),
  ],
  parse: parseYaml,
  under: ['extensions'],
  spelling: { command: 'cmd', env: 'envs', urls: ['uri'] },
  off: 'enabled',
});
