import { mkdir, readFile, symlink } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { showVarying, toLines } from '../cli/terminal.ts';
import { listApprovals } from '../support/approvals.ts';
import { createClientsHome, type ClientsHome } from '../support/clients-home.ts';
import { BIN } from '../support/guard.ts';
import { runProgramInTerminal, type Answer } from '../support/pty.ts';
import { startAgent, type Agent } from './agent.ts';
import { until } from '../support/until.ts';
import { fits } from './fits.ts';
import { openPageOf, type PageOfDay } from './page-of-day.ts';

/** One user's first day: what they type, what their agent does, and what both see. */
export interface Day extends AsyncDisposable {
  readonly home: ClientsHome;
  /**
   * Plays the steps of a script and returns it as it went. A script that went as written comes back unchanged.
   *
   * - `$ command # y, once more: secret`: a shell's line in a terminal of 80 columns, and the answers to what it asks, each
   *   behind its question; without one to `[y/N]`, and as `d, y` to `[y/N/d]`.
   * - `agent> server tool {json}`: a call by the client that `.cursor/mcp.json` configures.
   * - `agent waits> server tool {json}`: a call that a person is asked about, and `agent hears>` what becomes of it.
   * - `page> Approvals > Approve`: clicks on the page, one after the other, and what it then announces.
   * - `page shows> Now`: the heading of a view.
   * - `file> path`: the text of a file of the home.
   *
   * Below each step stands what it shows. A line that is `…` stands for any lines. In a step, HOLD is the last approval
   * that a call was held for, and ROW the last record that a refusal named.
   */
  play(script: string): Promise<string>;
}

const entryPoint = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** Servers, as `npm install --global` names them. */
const PROGRAMS = {
  'mcp-server-filesystem': entryPoint('@modelcontextprotocol/server-filesystem/dist/index.js'),
  'mcp-server-everything': entryPoint('@modelcontextprotocol/server-everything/dist/index.js'),
};

const PACKAGE = dirname(dirname(BIN));

const STEP = /^(?:(?:\$|agent>|agent waits>|page>|page shows>|file>) |agent hears>)/u;
const COLOURS = /\u001B\[[\d;]*m/gu; // oxlint-disable-line no-control-regex -- what a terminal makes colours of

export async function createDay(): Promise<Day> {
  const home = await createClientsHome();
  const bin = home.at('.npm/bin');
  await mkdir(bin, { recursive: true });
  await symlink(BIN, join(bin, 'mcp-guard'));
  await symlink(process.execPath, join(bin, 'node'));
  for (const [name, path] of Object.entries(PROGRAMS)) await symlink(path, join(bin, name));
  const env = { ...home.env, PATH: `${bin}:${home.env['PATH'] ?? ''}`, TERM: 'xterm' };
  const agents = new Map<string, Agent>();
  const known = { HOLD: '', ROW: '' };
  let opened: PageOfDay | undefined;
  let waiting: Promise<string[]> = Promise.resolve([]);

  async function runCommand(line: string): Promise<string[]> {
    const [command = '', typed = ''] = line.split(' # ');
    const words = typed === '' ? [] : typed.split(', ');
    const answers = words.map((word) => toAnswer(word, words.includes('d') ? '[y/N/d] ' : '[y/N] '));
    const shell = { cwd: home.home, env };
    const { code, screen } = await runProgramInTerminal(shell, ['/bin/sh', '-c', expand(command)], ...answers);
    return [...toLines(screen.replaceAll(COLOURS, '')), ...(code === 0 ? [] : [`[exit ${code}]`])];
  }

  async function callTool(line: string): Promise<string[]> {
    const [, server = '', tool = '', args = '{}'] = /^(\S+) (\S+)(?: (.*))?$/u.exec(line) ?? [];
    const agent = agents.get(server) ?? (await startAgent(await entryOf(server), home));
    agents.set(server, agent);
    const answer = await agent.call(tool, expand(args));
    Object.assign(known, answer.names);
    return answer.lines;
  }

  /** Starts a call that waits, once it is listed as held. */
  async function startCall(line: string): Promise<string[]> {
    waiting = callTool(line);
    const pending = await until('the call is held', async () => {
      const held = await listApprovals({ home: home.guard }).catch(() => []);
      return held.find(({ state }) => state === 'pending')?.id;
    });
    known.HOLD = pending;
    return [];
  }

  const openPage = async (): Promise<PageOfDay> => (opened ??= await openPageOf(home));

  async function entryOf(server: string): Promise<unknown> {
    const { mcpServers }: { mcpServers: Record<string, unknown> } = JSON.parse(
      await readFile(home.at('.cursor/mcp.json'), 'utf8'),
    );
    return mcpServers[server];
  }

  const expand = (text: string): string =>
    text.replaceAll('HOLD', known.HOLD).replaceAll('ROW', known.ROW).replaceAll('HOME', home.home);

  async function runStep(step: string): Promise<string[]> {
    if (step.startsWith('$ ')) return runCommand(step.slice(2));
    if (step.startsWith('agent> ')) return callTool(step.slice(7));
    if (step.startsWith('agent waits> ')) return startCall(step.slice(13));
    if (step === 'agent hears>') return waiting;
    if (step.startsWith('page> ')) return [await (await openPage()).click(step.slice(6).split(' > '))];
    if (step.startsWith('page shows> ')) return [await (await openPage()).headingOf(step.slice(12))];
    return toLines(await readFile(home.at(step.slice(6)), 'utf8'));
  }

  return {
    home,
    async play(script) {
      const played: string[] = [];
      for (const { step, expected } of toSteps(script)) {
        // oxlint-disable-next-line no-await-in-loop -- a day goes one step after the other
        const said = await runStep(step).catch((cause: unknown) => {
          throw new Error(`${step} failed after:\n${played.join('\n')}`, { cause });
        });
        const seen = toLines(withoutChance(said.join('\n').replaceAll(home.home, 'HOME')));
        played.push(step, ...(fits(seen, expected) ? expected : seen));
      }
      return played.join('\n');
    },
    async [Symbol.asyncDispose]() {
      await opened?.close();
      await Promise.all([...agents.values()].map((agent) => agent.close()));
      await home[Symbol.asyncDispose]();
    },
  };
}

/** What another day has another value for. */
const CHANCE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gu, 'SESSION'],
  [/"?\b[0-9a-f]{16}\b"?/gu, 'HEX16'], // in quotes where it could be read as a number
  [/\b[0-9a-f]{8}\b/gu, 'HEX8'],
  [/(?<![:\d])\d\d:\d\d(?::\d\d)?\b/gu, 'TIME'],
  [/^\d+(?=  TIME  )/gmu, 'ID'],
  [/\b(record|except) \d+\b/gu, '$1 ID'],
  [/\d+(?:\.\d+)? ms\b/gu, 'N ms'],
  [/\b\d+ rows\b/gu, 'N rows'],
  [/^rows: \d+$/gmu, 'rows: N'],
  [/^head: \d+:/gmu, 'head: N:'],
  [new RegExp(String.raw`\b${userInfo().username}\b`, 'gu'), 'USER'],
  [/(?<=  )\d+$/gmu, 'N'], // milliseconds at the end of a row
  [/(?<=tools\/call \w{6})\w+…/gu, '…'], // as much of a name as they leave room for
];

const withoutChance = (text: string): string =>
  CHANCE.reduce(
    (so, [pattern, name]) => so.replaceAll(pattern, name),
    showVarying(text.replaceAll(PACKAGE, 'PACKAGE')),
  );

function toAnswer(typed: string, prompt: string): Answer {
  const end = typed.lastIndexOf(': ') + 2;
  return end === 1 ? [prompt, `${typed}\n`] : [typed.slice(0, end), `${typed.slice(end)}\n`];
}

interface Step {
  readonly step: string;
  readonly expected: string[];
}

function toSteps(script: string): Step[] {
  const steps: Step[] = [];
  for (const line of script.split('\n')) {
    if (STEP.test(line)) steps.push({ step: line, expected: [] });
    else steps.at(-1)?.expected.push(line);
  }
  return steps;
}
