import { GuardError } from '@mcp-guard/core';
import type { LogsOptions } from './options.js';

type Name = keyof LogsOptions;

/** Options that do something of their own, and those that each takes beside it. */
const MODES: readonly (readonly [name: Name, beside: readonly Name[]])[] = [
  ['prune', ['before', 'to', 'yes']],
  ['verify', ['expect', 'json']],
  ['summary', ['by', 'last', 'since', 'until', 'json']],
];

/** Options that serve without a mode, too. */
const SHARED: ReadonlySet<Name> = new Set(['json', 'last', 'since', 'until']);

/** Options that belong to one mode only. */
const BELONGS: ReadonlyMap<Name, Name> = new Map(
  MODES.flatMap(([mode, beside]) => beside.filter((name) => !SHARED.has(name)).map((name) => [name, mode] as const)),
);

/**
 * Throws USAGE for an option that would be ignored.
 * @param given names of the options that the user has typed
 */
export function checkOptions(id: string | undefined, given: readonly Name[]): void {
  const [mode, beside = []] = MODES.find(([name]) => given.includes(name)) ?? [];
  if (id !== undefined) refuseBut(['json'], given, 'the id of a record');
  else if (mode) refuseBut([mode, ...beside], given, `--${mode}`);
  const lost = given.find((name) => BELONGS.has(name) && BELONGS.get(name) !== mode);
  if (lost) throw invalid(`--${lost} belongs to --${BELONGS.get(lost) ?? ''}`, lost);
}

function refuseBut(allowed: readonly Name[], given: readonly Name[], what: string): void {
  const other = given.find((name) => name !== 'config' && !allowed.includes(name));
  if (other) throw invalid(`--${other} cannot be used with ${what}`, other);
}

const invalid = (why: string, option: Name): GuardError =>
  new GuardError('USAGE', why, option === 'before' ? { hint: 'to select a time, use --until' } : {});
