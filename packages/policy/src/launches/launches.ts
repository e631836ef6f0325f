import type { OwnKey, RemoteServer, StdioServer } from '../config.js';

/** The keys that decide which program runs, and how. */
const STARTED: Readonly<Record<OwnKey<StdioServer>, true>> = {
  transport: true,
  command: true,
  args: true,
  env: true,
  cwd: true,
};

/** The keys that decide which remote server is reached, and what it is sent. */
const REACHED: Readonly<Record<OwnKey<RemoteServer>, boolean>> = {
  transport: true,
  url: true,
  headers: true,
  upstream_auth_token: true,
  oauth: true,
  allow_http: true,
  allow_private: true,
  ca_file: true,
  timeout: false,
  max_concurrent: false,
  circuit_breaker: false,
};

/**
 * Maps each server to the part of its entry that decides what runs or is reached, as one text. Variables appear by
 * name: a changed secret is no other command line, and no secret is written down.
 * @param written the configuration before variables were filled in
 */
export function readLaunches(written: unknown): ReadonlyMap<string, string> {
  const entries = Object.entries(valuesOf(valuesOf(written)['servers']));
  return new Map(entries.map(([name, entry]) => [name, toText(valuesOf(entry))]));
}

type Values = Readonly<Record<string, unknown>>;

/** Begins the text of a remote server. */
const AT_URL = 'url ';
export const isOfRemote = (launch: string): boolean => launch.startsWith(AT_URL);

/** No valid entry has both, and one with a command may have a url that is `null`. */
function toText(entry: Values): string {
  const [before, keys] = entry['command'] === undefined ? [AT_URL, REACHED] : ['', STARTED];
  const decisive = Object.entries(keys).flatMap(([key, decides]) => (decides ? [key] : []));
  return before + JSON.stringify(decisive.map((key) => sorted(entry[key] ?? null)));
}

/** The order of variables decides nothing. */
const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));

const valuesOf = (value: unknown): Values => (typeof value === 'object' && value !== null ? { ...value } : {});
