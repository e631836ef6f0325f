import { parseArgs } from 'node:util';

export interface Options {
  readonly rounds: number;
  /** Calls per round, load and contender; a tenth of it where the load idles between calls. */
  readonly calls: number;
  /** A JSON file. */
  readonly contenders: string | undefined;
  readonly json: boolean;
  /** How the guard reaches the server. */
  readonly upstream: 'stdio' | 'http';
  /** Starts of a process that is up in well under 0.1 s, and of one that takes longer. */
  readonly starts: { readonly short: number; readonly long: number };
  readonly largeResults: number;
  readonly idleSessions: number;
  /** Of a server that is reached over HTTP. */
  readonly idleRemoteSessions: number;
}

const FULL = {
  rounds: 30,
  calls: 500,
  starts: { short: 21, long: 7 },
  largeResults: 10,
  idleSessions: 200,
  idleRemoteSessions: 1000,
};
const QUICK = {
  rounds: 5,
  calls: 200,
  starts: { short: 5, long: 2 },
  largeResults: 2,
  idleSessions: 20,
  idleRemoteSessions: 100,
};

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'), // Some package managers pass their separator on.
    options: {
      rounds: { type: 'string' },
      calls: { type: 'string' },
      contenders: { type: 'string' },
      json: { type: 'boolean', default: false },
      upstream: { type: 'string', default: 'stdio' },
      quick: { type: 'boolean', default: false },
    },
  });
  const preset = values.quick ? QUICK : FULL;
  return {
    ...preset,
    rounds: toCount('rounds', values.rounds, preset.rounds),
    calls: toCount('calls', values.calls, preset.calls),
    contenders: values.contenders,
    json: values.json,
    upstream: toUpstream(values.upstream),
  };
}

function toUpstream(text: string): Options['upstream'] {
  if (text !== 'stdio' && text !== 'http') throw new Error('--upstream takes stdio or http');
  return text;
}

function toCount(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name} takes a whole number above 0`);
  return count;
}
