import { safe } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import { tell } from '../../tell.js';
import { alignCells } from '../../table.js';
import type { Launchable } from './launches.js';

/** A person reads no more than that before a yes. */
const MAX_SHOWN = 3000;

/** Variables that say what else runs are no secrets; of the others only the name is shown. */
const LEADS =
  /^(?:\w{0,64}PATH|NODE_\w{0,64}|NPM_\w{0,64}|LD_\w{0,64}|DYLD_\w{0,64}|PYTHON\w{0,64}|PERL\w{0,64}|RUBY\w{0,64}|JAVA_\w{0,64}|JDK_\w{0,64}|GIT_\w{0,64}|UV_\w{0,64}|PIP_\w{0,64}|MCP_GUARD_\w{0,64}|BASH_ENV|ENV|SHELL|HOME|IFS|PROMPT_COMMAND|EDITOR|PAGER|BROWSER)$/i;

/** The whole of what would run, nothing hidden and nothing cut; nothing where it is too long for a person to read. */
export function describeLaunch({ launch, first: { file, server } }: Launchable): string | undefined {
  const { command, args, env, cwd } = launch;
  const rows = [
    ['command', quote(command)],
    ...args.map((arg, index) => [`args[${index}]`, quote(arg)]),
    ...Object.entries(env).map(([name, value]) => [
      'variable',
      LEADS.test(name) ? `${quote(name)} = ${quote(mask(value))}` : `${quote(name)}, its value is not shown`,
    ]),
    ['folder', quote(cwd)],
  ];
  const shown = alignCells(rows);
  if (shown.length > MAX_SHOWN) return undefined;
  const where = safe(`${file.path}:${server.place.line}`, 400);
  return `${tell(server.name)} of ${safe(file.client, 20)}, in ${where}, would run as you:\n${shown}`;
}

/** In quotes, so that what is at its ends can be seen. */
const quote = (text: string): string => safe(JSON.stringify(text), MAX_SHOWN);
