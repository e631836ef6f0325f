import type { ClientFormat, ClientServer } from './client-format.js';
import { namedServers } from './named-servers.js';
import { COMMON, given, readRun } from './read-run.js';
import { keysOf } from './read-servers.js';

const format = namedServers({
  id: 'zed',
  title: 'Zed',
  under: ['context_servers'],
  off: 'enabled',
});

/** It has servers that its extensions start, and still reads commands in the form of before 2025. */
export const zed: ClientFormat = {
  ...format,
  readServers: (file) => format.readServers(file).map(refine),
};

function refine(server: ClientServer): ClientServer {
  if (server.run.kind !== 'unknown') return server;
  const path = given(given(server.entry, 'command'), 'path');
  if (path !== undefined) {
    const run = readRun(given(server.entry, 'command') ?? null, OLD_COMMAND);
    return { ...server, run, keys: keysOf(OLD_COMMAND, ['command']) };
  }
  const ofExtension = given(server.entry, 'source') === 'extension' || given(server.entry, 'settings') !== undefined;
  return ofExtension ? { ...server, run: { kind: 'unknown', why: 'an extension of Zed starts it' } } : server;
}

/** `command: { path, args, env }` */
const OLD_COMMAND = { ...COMMON, command: 'path', urls: [] };
