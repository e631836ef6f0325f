import type { LaunchKey } from '../config.js';

/** The keys that decide which program runs, and how, for every transport. */
const DECIDES: Readonly<Record<LaunchKey, true>> = { transport: true, command: true, args: true, env: true, cwd: true };

/**
 * By the name of each server, the part of its entry that decides what runs, as one text. Variables appear by name: a
 * changed secret is no other command line, and no secret is written down.
 * @param written the configuration before variables were filled in
 */
export function readLaunches(written: unknown): ReadonlyMap<string, string> {
  const entries = Object.entries(valuesOf(valuesOf(written)['servers']));
  return new Map(entries.map(([name, entry]) => [name, toText(valuesOf(entry))]));
}

type Values = Readonly<Record<string, unknown>>;

const toText = (entry: Values): string => JSON.stringify(Object.keys(DECIDES).map((key) => sorted(entry[key] ?? null)));

/** The order of variables decides nothing. */
const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));

const valuesOf = (value: unknown): Values => (typeof value === 'object' && value !== null ? { ...value } : {});
