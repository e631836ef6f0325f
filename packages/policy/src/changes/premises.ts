import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { configuredPaths, guardPaths } from '@mcp-guard/core';
import type { Loaded } from '../loading/load.js';
import { toRealPath } from '../paths/real-path.js';
import { readTrusted } from '../paths/trusted-file.js';
import { hashOf, type FolderIdentity, type Premises } from './agreement.js';

const MAX_KEY_FILE = 1024;

/**
 * The current premises of a daemon with this configuration.
 * @param entrance the home in which bridges look for it
 * @param config absolute
 */
export function readPremises(entrance: string, config: string, loaded: Pick<Loaded, 'config' | 'launches'>): Premises {
  const paths = guardPaths(entrance);
  const key = readTrusted(paths.fingerprintKey, MAX_KEY_FILE, { private: true }) ?? '';
  return {
    entrance: identify(entrance),
    home: identify(configuredPaths(paths, loaded.config.daemon.home).home),
    config,
    folder: identify(dirname(config)),
    mark: key === '' ? '' : hashOf('home', key.trim()),
    launches: loaded.launches,
  };
}

/** Links on the way are followed: they may be changed too. */
function identify(path: string): FolderIdentity {
  const target = toRealPath(path)?.path ?? path;
  return { path, target, inode: statSync(target, { throwIfNoEntry: false })?.ino ?? 0 };
}
