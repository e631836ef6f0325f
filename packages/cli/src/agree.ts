import { GuardError, isObject, parseJson, safe, stateFolders, type JsonValue } from '@mcp-guard/core';
import {
  Agreements,
  readPremises,
  type AgreedBy,
  type Difference,
  type Loaded,
  type Premises,
} from '@mcp-guard/policy';
import type { CommandTools } from './command.js';
import { findTerminal, isYes } from './terminal.js';

const MAX_SHOWN = 2000;

export interface AgreeOptions {
  /** What is about to be done. */
  readonly command: 'start' | 'restart' | 'init';
  /** `--yes`: nobody is asked. */
  readonly yes: boolean;
  /** A daemon runs with this configuration: it takes edits of the file by itself, so that they need no word. */
  readonly runs: boolean;
}

/**
 * Has a person agree to what is not as it was started last, and remembers it. Throws POLICY_DENIED where no person is
 * there or says no. Where the configuration cannot be used it does nothing: the daemon says what is wrong with it.
 */
export async function agreeTo(tools: CommandTools, config: string, options: AgreeOptions): Promise<void> {
  const agreements = new Agreements(stateFolders(tools.env));
  const loaded = await tools.load(config).catch(() => undefined);
  if (!loaded) return;
  const now = readPremises(tools.entrance.home, config, loaded);
  const differences = agreements.differences(now);
  if (differences.length === 0) return;
  const by = await decide(agreements, now, differences, loaded, options);
  const problems = agreements.remember(now, by);
  if (agreements.differences(now).length === 0) return;
  throw new GuardError('CONFIG_INVALID', `the agreement cannot be stored: ${problems.join('; ')}`);
}

/**
 * What `init` has written is agreed on: its person has said yes to that.
 * @param isNew there was no configuration before, so that all that would run is from it: also where the home is new
 */
export async function agreeToWritten(tools: CommandTools, config: string, isNew: boolean): Promise<void> {
  const agreements = new Agreements(stateFolders(tools.env));
  const loaded = await tools.load(config);
  const now = readPremises(tools.entrance.home, config, loaded);
  const differences = agreements.differences(now);
  const areWritten = isNew || differences.every(({ kind }) => kind === 'server');
  if (differences.length > 0 && areWritten) agreements.remember(now, 'init');
}

async function decide(
  agreements: Agreements,
  now: Premises,
  differences: readonly Difference[],
  loaded: Loaded,
  { command, yes, runs }: AgreeOptions,
): Promise<AgreedBy> {
  if (runs && differences.every(({ kind }) => kind === 'server')) return 'restart';
  if (yes) return 'flag';
  const terminal = findTerminal(command);
  if (!terminal) return refuse(agreements, now);
  try {
    terminal.show(describe(differences, loaded));
    if (isYes(await terminal.ask('\ngo on all the same? [y/N] '))) return 'terminal';
  } finally {
    terminal.close();
  }
  throw new GuardError('POLICY_DENIED', 'nothing was started');
}

function refuse(agreements: Agreements, now: Premises): never {
  agreements.insist(now);
  throw new GuardError('INTERNAL', 'the difference was not shown');
}

const describe = (differences: readonly Difference[], { launches }: Loaded): string =>
  [
    'This is not what was started last:',
    ...differences.flatMap(({ what, server }) => [
      `  ${what}`,
      ...(server === undefined ? [] : describeLaunch(launches.get(server) ?? '')),
    ]),
  ].join('\n');

/** The command line; of variables the names, since values may be secrets. */
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
