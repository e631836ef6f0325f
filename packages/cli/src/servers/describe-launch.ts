import { safe } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import { alignCells } from '../table.js';
import { tell } from '../tell.js';

/** A person reads no more than that before a yes. */
const MAX_SHOWN = 3000;

/** Variables that say what else runs are no secrets; of the others only the name is shown. */
const LEADS =
  /^(?:\w{0,64}PATH|NODE_\w{0,64}|NPM_\w{0,64}|LD_\w{0,64}|DYLD_\w{0,64}|PYTHON\w{0,64}|PERL\w{0,64}|RUBY\w{0,64}|JAVA_\w{0,64}|JDK_\w{0,64}|GIT_\w{0,64}|UV_\w{0,64}|PIP_\w{0,64}|MCP_GUARD_\w{0,64}|BASH_ENV|ENV|SHELL|HOME|IFS|PROMPT_COMMAND|EDITOR|PAGER|BROWSER)$/i;

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

/** The whole of what would run, nothing hidden and nothing cut; nothing where it is too long for a person to read. */
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
      LEADS.test(name) ? `${quote(name)} = ${quote(mask(value))}` : `${quote(name)}, its value is not shown`,
    ]),
    ...(cwd === undefined ? [] : [['folder', quote(cwd)]]),
  ];
  const shown = alignCells(rows);
  if (shown.length > MAX_SHOWN) return undefined;
  return `${tell(server)} of ${safe(client, 20)}, in ${safe(`${path}:${line}`, 400)}, would run as you:\n${shown}`;
}

/** In quotes, so that what is at its ends can be seen. */
const quote = (text: string): string => safe(JSON.stringify(text), MAX_SHOWN);
