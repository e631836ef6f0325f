import { isObject } from '@mcp-guard/core';
import type { ClientFormat, ClientServer } from './client-format.js';
import { namedServers } from './named-servers.js';
import { follow, notAList, readNamedServers } from './read-servers.js';
import type { ParsedText } from './syntax/syntax.js';

const format = namedServers({
  id: 'claude-code',
  title: 'Claude Code',
  under: ['mcpServers'],
});

/** Its own file also has servers of single folders: `projects["<absolute path>"].mcpServers`. */
export const claudeCode: ClientFormat = {
  ...format,
  readServers: (file) => [...format.readServers(file), ...readProjects(file)],
};

function readProjects(file: ParsedText): readonly ClientServer[] {
  const { value, path } = follow(file.value, ['projects']);
  if (value === undefined || path.length === 0) return []; // a file without keys was reported already
  if (!isObject(value)) return [notAList(file, path, ['projects'], value, 'it does not hold folders by name')];
  return Object.keys(value).flatMap((project) =>
    readNamedServers(file, ['projects', project, 'mcpServers'], {}).map((server) => Object.assign(server, { project })),
  );
}
