import { parseFile } from '../src/loading/load.js';
import { ConfigError } from '../src/text/problems.js';
import type { ConfigFile } from '../src/schema/config.js';

export const parse = (yaml: string, variables: Readonly<Record<string, string>> = {}): ConfigFile =>
  parseFile(yaml, 'f.yaml', new Map(Object.entries(variables))).file;

/** The same for one server that a command starts. */
export function stdioOf<Server extends { transport: string }>(
  servers: Readonly<Record<string, Server>>,
  name: string,
): Extract<Server, { transport: 'stdio' }> {
  const server = servers[name];
  if (!server || !isStdio(server)) throw new Error('no such server');
  return server;
}
const isStdio = <Server extends { transport: string }>(
  server: Server,
): server is Extract<Server, { transport: 'stdio' }> => server.transport === 'stdio';

/** Every problem of a text, without the file's name; none when it loads. */
export function problemsOf(yaml: string, variables: Readonly<Record<string, string>> = {}): readonly string[] {
  try {
    parse(yaml, variables);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((line) => line.replace(/^f\.yaml:/, ''));
  }
}
