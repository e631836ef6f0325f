import { commandLine, GuardError, type Hello } from '@mcp-guard/core';
import { describeForbidden, isSameFile } from '@mcp-guard/policy';
import { findServer, type GuardedServer } from '@mcp-guard/rules';
import type { SessionDeps } from './session-parts.js';

/** The server that a hello names. Throws the reason if no session of it may begin. */
export function chooseServer(
  hello: Pick<Hello, 'server' | 'config'>,
  { configuration, usualConfig, checkRoom }: Pick<SessionDeps, 'configuration' | 'usualConfig' | 'checkRoom'>,
): GuardedServer {
  const named = hello.config ?? usualConfig;
  if (!isSameFile(named, configuration.path)) {
    const why = `the daemon runs with ${configuration.path}, the client names ${named}`;
    throw new GuardError('CONFIG_INVALID', why, {
      hint: { words: 'to change that:', command: commandLine('mcp-guard restart -c', named) },
    });
  }
  const server = findServer(configuration.servers, hello.server);
  const { name, config } = server;
  if (config.forbidden !== undefined) {
    const rule = configuration.locate(config.forbidden);
    throw new GuardError('POLICY_DENIED', describeForbidden(config, name), { rule });
  }
  const noRoom = checkRoom(name);
  if (noRoom) throw noRoom;
  return server;
}
