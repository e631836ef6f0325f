import { statSync, type Stats } from 'node:fs';
import { Fingerprints, GuardError, guardHome, guardPaths, locateDaemon, safe, unseen } from '@mcp-guard/core';
import { findConfig, readTrusted } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { createControlClient } from '../daemon/control-client.js';

const MAX_KEY_FILE = 1024;

/** The environment of the commands, and the outputs for their words. */
export type Surroundings = Pick<
  CommandTools,
  'version' | 'env' | 'cwd' | 'daemonProgram' | 'guardProgram' | 'print' | 'note' | 'setExit'
>;

/** Throws CONFIG_INVALID if something else stands where the home is. */
function insistOnFolder(home: string): void {
  const found = look(home);
  if (!found || found.isDirectory()) return;
  throw new GuardError('CONFIG_INVALID', `the home ${safe(home, 500)} is no folder`, {
    hint: 'move that away, or set MCP_GUARD_HOME to a folder',
  });
}

function look(home: string): Stats | undefined {
  try {
    return statSync(home, { throwIfNoEntry: false });
  } catch (error) {
    throw unseen(home, error);
  }
}

export function createTools(given: Surroundings): CommandTools {
  const { env, cwd } = given;
  const entrance = guardPaths(guardHome(env));
  insistOnFolder(entrance.home);
  const findPaths: CommandTools['findPaths'] = (config) => locateDaemon(entrance, config).paths;
  return {
    ...given,
    entrance,
    findConfig: (named) => findConfig({ named, env, cwd, paths: entrance, typed: true }),
    findPaths,
    async load(path, text) {
      const { loadConfig } = await import('@mcp-guard/policy/load');
      return loadConfig({ home: entrance.home, path, secrets: entrance.secrets, bases: entrance.bases, env, text });
    },
    fingerprints() {
      const key = readTrusted(entrance.fingerprintKey, MAX_KEY_FILE, { private: true });
      return key === undefined ? undefined : new Fingerprints(key.trim());
    },
    control: (config) => createControlClient(findPaths(config), config),
  };
}
