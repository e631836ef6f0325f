import { isAbsolute, resolve } from 'node:path';
import type { ServerProblem } from '@mcp-guard/core';
import { findCommand, look } from '@mcp-guard/core/search-path';
import type { RemoteServer, StdioServer } from '../config.js';
import { splitCommand } from '../text/split-command.js';

/**
 * Why no session of a server can start, according to the disk; it starts nothing. No result if the command depends on
 * the folder of each client.
 * @param searchPath the PATH for servers that have none of their own
 */
export function findStartProblem(
  name: string,
  server: Started | RemoteServer,
  searchPath: string,
): ServerProblem | undefined {
  return 'url' in server ? findCaProblem(name, server) : findCommandProblem(name, server, searchPath);
}

type Started = Pick<StdioServer, 'command' | 'env' | 'cwd'>;

function findCaProblem(name: string, { ca_file: path }: RemoteServer): ServerProblem | undefined {
  if (path === null || look(path)?.isFile()) return undefined;
  return { what: `there is no file ${path} with certificates`, help: `correct servers.${name}.ca_file` };
}

function findCommandProblem(
  name: string,
  { command, env, cwd }: Started,
  searchPath: string,
): ServerProblem | undefined {
  const isPath = command.includes('/');
  if (isPath && !isAbsolute(command) && cwd === null) return undefined;
  const own = env['PATH'];
  const hasOwn = typeof own === 'string';
  if (findCommand(command, hasOwn ? own : searchPath, cwd ?? '/') !== undefined) return undefined;
  const place = `servers.${name}`;
  if (/\s/.test(command) && !isPath)
    return { what: `there is no program ${command}`, help: adviseOnWords(place, splitCommand(command)) };
  if (isPath) {
    const what = `there is no program ${resolve(cwd ?? '/', command)}`;
    return { what, help: `install it again, or correct ${place}.command` };
  }
  if (hasOwn) {
    const what = `there is no program ${command} on the PATH of its env`;
    return { what, help: `correct ${place}.env.PATH, or give ${place}.command an absolute path` };
  }
  return {
    what: `there is no program ${command} on the PATH for servers`,
    help: `give ${place}.command an absolute path, or run "mcp-guard restart" in a terminal that finds it: its PATH is kept for servers`,
  };
}

/**
 * A command is the name of one program: other guards split a text into words.
 * @param words none where only a shell could read them
 */
export const adviseOnWords = (place: string, words: readonly [string, ...string[]] | undefined): string =>
  words === undefined
    ? `no shell reads it, so name the program in ${place}.command, and its arguments in args`
    : `write ${place}.command: ${words[0]}, and args: [${words
        .slice(1)
        .map((arg) => JSON.stringify(arg))
        .join(', ')}]`;
