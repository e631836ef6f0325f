import { lstatSync } from 'node:fs';
import { commandLine } from '@mcp-guard/core';
import { fail, ok, warn, type Check } from '../check.js';

const OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o022;

/** Files that others may not read, and the configuration, which they may not write. */
export const modes: Check = {
  id: 'modes',
  run({ config, paths, tools: { entrance } }) {
    const kept = [paths.home, paths.key, paths.secrets, entrance.secrets, paths.database, paths.databaseKey];
    const open = [...new Set(kept)].filter((path) => hasMode(path, OTHERS));
    const found = [
      ...open.flatMap((path) => fail(`others can read ${path}`, { command: commandLine('chmod go=', path) })),
      ...(hasMode(config, WRITABLE_BY_OTHERS)
        ? fail(`others can change ${config}`, { command: commandLine('chmod go-w', config) })
        : []),
    ];
    if (found.length > 0) return found;
    return lstatSync(paths.home, { throwIfNoEntry: false })
      ? ok(`${paths.home} is yours alone`)
      : warn('there is no home yet', { command: 'mcp-guard init' });
  },
};

const hasMode = (path: string, bits: number): boolean =>
  ((lstatSync(path, { throwIfNoEntry: false })?.mode ?? 0) & bits) !== 0;
