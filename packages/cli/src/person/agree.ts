import { GuardError, isObject, parseJson, safe, stateFolders, usualHome, type JsonValue } from '@mcp-guard/core';
import {
  Agreements,
  isSameFile,
  notAgreed,
  readPremises,
  type AgreedBy,
  type Difference,
  type Loaded,
  type Premises,
} from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { findTerminal, isYes } from './terminal.js';

const MAX_SHOWN = 2000;

export interface AgreeOptions {
  /** The command that asks. */
  readonly command: 'start' | 'restart' | 'init' | 'service install';
  /** `--yes`: no question is asked. */
  readonly yes: boolean;
  /** A daemon runs with this configuration: it applies edits of the file by itself, so they need no consent. */
  readonly runs: boolean;
}

/**
 * Asks a person to agree to what differs from the last start, and remembers it. Throws POLICY_DENIED if no person is
 * there or the answer is no. Does nothing if the configuration cannot be used: the daemon reports why.
 */
export async function agreeTo(tools: CommandTools, config: string, options: AgreeOptions): Promise<void> {
  const { command } = options;
  const agreements = new Agreements(stateFolders(tools.env));
  const loaded = await tools.load(config).catch(() => undefined);
  if (!loaded) return;
  const now = readPremises(tools.entrance.home, config, loaded);
  const differences = [
    ...agreements.differences(now),
    ...(command === 'init' ? unseenIn(tools, config, now, agreements) : []),
  ];
  if (differences.length === 0 && (command !== 'service install' || agreements.howAgreed(now))) return;
  const by = await decide(differences, loaded, options);
  const problems = agreements.remember(now, by);
  if (agreements.differences(now).length === 0) return;
  throw new GuardError('CONFIG_INVALID', `the agreement cannot be stored: ${problems.join('; ')}`);
}

/**
 * Stores that a person agreed to what `init` has written.
 * @param isNew there was no configuration before, so all that would run comes from it: also if the home is new
 */
export async function agreeToWritten(tools: CommandTools, config: string, isNew: boolean): Promise<void> {
  const agreements = new Agreements(stateFolders(tools.env));
  const loaded = await tools.load(config);
  const now = readPremises(tools.entrance.home, config, loaded);
  const differences = agreements.differences(now);
  const areWritten = isNew || differences.every(({ kind }) => kind === 'server');
  const isOpen = differences.length > 0 || isUnknown(tools, config, now, agreements);
  if (isOpen && areWritten) agreements.remember(now, 'init');
}

/** No person has started it, and no client may do that for the first time, as with the usual one. */
const isUnknown = (tools: CommandTools, config: string, now: Premises, agreements: Agreements): boolean =>
  !(isSameFile(tools.entrance.home, usualHome(tools.env)) && isSameFile(config, tools.entrance.config)) &&
  !agreements.howAgreed(now);

/** Servers of a place that no person has started: what `init` adds there must not bring an agreement to them. */
function unseenIn(tools: CommandTools, config: string, now: Premises, agreements: Agreements): readonly Difference[] {
  if (!isUnknown(tools, config, now, agreements)) return [];
  const known = new Set(agreements.differences(now).map(({ server }) => server));
  const unseen = [...now.launches.keys()].filter((server) => !known.has(server));
  return unseen.map((server) => ({ kind: 'server', what: `the server ${safe(server)} was never started`, server }));
}

async function decide(
  differences: readonly Difference[],
  loaded: Loaded,
  { command, yes, runs }: AgreeOptions,
): Promise<AgreedBy> {
  if (differences.length === 0) return yes ? 'flag' : 'first start'; // of the service: nothing was shown to a person
  if (runs && differences.every(({ kind }) => kind === 'server')) return 'restart';
  if (yes) return 'flag';
  const terminal = findTerminal(command);
  if (!terminal) throw notAgreed(differences, command === 'init' ? NO_TERMINAL : `${NO_TERMINAL}; ${FLAG}`);
  try {
    terminal.show(describe(differences, loaded));
    if (isYes(await terminal.ask('\ncontinue anyway? [y/N] '))) return 'terminal';
  } finally {
    terminal.close();
  }
  throw new GuardError('POLICY_DENIED', 'nothing was started');
}

/** Not the command that was just given. */
const NO_TERMINAL =
  'a person has to agree, and there is no terminal here to ask in: look at it, and give the same command in a terminal window';
const FLAG = '--yes agrees without a question';

const describe = (differences: readonly Difference[], { launches }: Loaded): string =>
  [
    'This differs from the last start:',
    ...differences.flatMap(({ what, server }) => [
      `  ${what}`,
      ...(server === undefined ? [] : describeLaunch(launches.get(server) ?? '')),
    ]),
  ].join('\n');

/** The command line; only the names of variables, since values may be secrets. */
function describeLaunch(launch: string): readonly string[] {
  const parts = parseJson(launch);
  const [, command = null, args = null, env = null, cwd = null]: readonly JsonValue[] = Array.isArray(parts)
    ? parts
    : [];
  const names = Array.isArray(env) ? env.flatMap((entry) => (Array.isArray(entry) ? (entry[0] ?? []) : [])) : [];
  return [
    `    ${show([command, ...(Array.isArray(args) ? args : [])])}`,
    ...(names.length > 0 ? [`    with the variables ${show(names)}`] : []),
    ...(cwd === null ? [] : [`    in ${show([cwd])}`]),
  ];
}

const show = (values: readonly JsonValue[]): string =>
  safe(values.map((value) => (isObject(value) ? '{}' : JSON.stringify(value))).join(' '), MAX_SHOWN);
