import { safe } from '@mcp-guard/core';
import { isForClients } from '@mcp-guard/policy';
import { count } from '../count.js';
import { alignCells } from '../table.js';
import { showText } from '../show-text.js';

/** A person reads no more than that before a yes. */
const MAX_SHOWN = 3000;

/** What a person is asked about. */
export interface ShownLaunch {
  readonly server: string;
  readonly client: string;
  /** Of its entry. */
  readonly path: string;
  readonly line: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it is the client that says. */
  readonly cwd?: string;
}

/**
 * The whole of what decides what would run, as it is and not cut: the command, its arguments, its folder, and variables
 * by which programs find others. Other variables may be secrets, and have their names and lengths there. Nothing where
 * it is too long for a person to read.
 */
export function describeLaunch({
  server,
  client,
  path,
  line,
  command,
  args,
  env,
  cwd,
}: ShownLaunch): string | undefined {
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

/** In quotes, so that what is at its ends can be seen. */
const quote = (text: string): string => safe(JSON.stringify(text), MAX_SHOWN);
