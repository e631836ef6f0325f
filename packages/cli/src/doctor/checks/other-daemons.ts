import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, guardPaths, isAlive, member, parseJson } from '@mcp-guard/core';
import { ok, warn, type Check } from '../check.js';

/** Daemons of other configurations leave where they are, so that their bridges find them. */
export const otherDaemons: Check = {
  id: 'other-daemons',
  run({ tools: { entrance }, daemon }) {
    const homes = new Set(readPointers(entrance.run));
    return [...homes].flatMap((home) => {
      const pid = Number(readText(guardPaths(home).pid));
      const isOther = pid !== daemon?.pid && isAlive(pid);
      if (!isOther) return [];
      const what = `another daemon runs (pid ${pid}) in ${home}`;
      return daemon
        ? warn(what, { command: commandLine('env', `MCP_GUARD_HOME=${home}`, 'mcp-guard', 'stop') })
        : ok(what);
    });
  },
};

function readPointers(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return names.flatMap(({ name }) => {
    const home = member(parseJson(readText(join(folder, name))), 'home');
    return typeof home === 'string' ? [home] : [];
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
