import { safe } from '@mcp-guard/core';
import { isForClients } from '@mcp-guard/policy';
import { count } from '../output/count.js';
import { alignCells } from '../output/table.js';
import { showText } from '../output/show-text.js';

/** The most that a person reads before agreeing. */
const MAX_SHOWN = 3000;

/** The launch that a person is asked about. */
export interface ShownLaunch {
  readonly server: string;
  readonly client: string;
  /** The path of its entry. */
  readonly path: string;
  readonly line: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** If the client names it. */
  readonly cwd?: string;
}

/**
 * All that decides what would run, unchanged and uncut: the command, its arguments, its folder, and variables
 * by which programs find others. Other variables may be secrets, and show only their names and lengths. Nothing if
 * it is too long for a person to read.
 */
export function describeLaunch(launch: ShownLaunch): string | undefined {
  const { server, client, path, line, command, args, env, cwd } = launch;
  const rows = [
    ['command', quote(command)],
    ...args.map((arg, index) => [`args[${index}]`, quote(arg)]),
    ...Object.entries(env).map(([name, value]) => [
      'variable',
      isForClients(name)
        ? `${quote(name)}, its value (${count(value.length, 'character')}) is not shown`
        : `${quote(name)} = ${quote(value)}`,
    ]),
    ...(cwd === undefined ? [] : [['folder', quote(cwd)]]),
  ];
  const shown = alignCells(rows);
  if (shown.length > MAX_SHOWN) return undefined;
  return `${showText(server)} of ${safe(client, 20)}, in ${safe(`${path}:${line}`, 400)}, would run as you:\n${shown}`;
}

/** A remote server that a person is asked about. */
export interface ShownReach extends Pick<ShownLaunch, 'server' | 'client' | 'path' | 'line'> {
  readonly url: string;
  readonly transport: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * All that decides what would be reached, and which values of the person would be sent there. Headers that name none may
 * be secrets, and show only their names and lengths. Nothing if it is too long for a person to read.
 */
export function describeReach(
  { server, client, path, line, url, transport, headers }: ShownReach,
  placeholder: RegExp,
): string | undefined {
  const isFilled = (value: string): boolean => placeholder.test(value) || value.includes('${');
  const rows = [
    ['url', quote(url)],
    ['over', transport],
    ...Object.entries(headers).map(([name, value]) => [
      'header',
      isFilled(value)
        ? `${quote(name)} = ${quote(value)}, with your values`
        : `${quote(name)}, its value (${count(value.length, 'character')}) is not shown`,
    ]),
    ...(isFilled(url) ? [['', 'values of yours are sent in the url']] : []),
  ];
  const shown = alignCells(rows);
  if (shown.length > MAX_SHOWN) return undefined;
  return `${showText(server)} of ${safe(client, 20)}, in ${safe(`${path}:${line}`, 400)}, would be connected to as you:\n${shown}`;
}

/** In quotes, so that blanks at its ends are visible. */
const quote = (text: string): string => safe(JSON.stringify(text), MAX_SHOWN);
