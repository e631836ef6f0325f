import { parseArgs } from 'node:util';
import type { Benchmark } from '../benchmark.js';
import { inTurn } from '../in-turn.js';
import { describeMachine } from '../report.js';
import { percentile } from '../statistics.js';
import { toMegabytes, toNumber, toTable } from '../table.js';
import { ATTACKS } from './attacks.js';
import { suffer, type Suffered } from './measure.js';

const FULL_MS = 8000;
const QUICK_MS = 3000;
/** The measure: p99 of the calls of another session, and the daemon's memory, while an attack runs. */
const MAX_P99_MS = 250;
const MAX_PEAK_BYTES = 400e6;

/** Attacks on the daemon's time and memory, and what another session has of it. */
export const hostile: Benchmark = {
  name: 'hostile',
  summary: 'what another session suffers while one of many attacks runs',

  async run(args) {
    const { names, forMs } = readOptions(args);
    const attacks = ATTACKS.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
    if (attacks.length === 0) throw new Error(`no attack is called ${names.join(' or ')}`);
    process.stdout.write(`${describeMachine()}\n${forMs / 1000} s each\n\n`);
    const all = await inTurn(attacks, async (attack) => {
      const suffered = await suffer(attack, forMs);
      process.stderr.write(`${toRow(suffered).join('  ')}\n`);
      return suffered;
    });
    const missed = all.filter((suffered) => !meets(suffered));
    process.stdout.write(toTable([HEAD, ...all.map(toRow)]));
    const measure = `p99 ≤ ${MAX_P99_MS} ms, peak < ${toMegabytes(MAX_PEAK_BYTES)}, status answers, nothing fails`;
    process.stdout.write(`\nmeasure: ${measure}: met by ${all.length - missed.length} of ${all.length}\n`);
    if (missed.length > 0) throw new Error(`the measure is missed by: ${missed.map(({ name }) => name).join('; ')}`);
  },
};

function readOptions(args: readonly string[]): { names: readonly string[]; forMs: number } {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'), // Some package managers pass their separator on.
    options: { quick: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  return { names: positionals, forMs: values.quick ? QUICK_MS : FULL_MS };
}

const HEAD = ['attack', 'calls', 'p50 ms', 'p99', 'worst', 'failed', 'peak RSS', 'status', 'daemon', 'ended', ''];

const toRow = (suffered: Suffered): string[] => {
  const { name, latencies, failed, peak, answersStatus, isAlive, ended } = suffered;
  return [
    name,
    toNumber(latencies.length),
    ...[0.5, 0.99, 1].map((fraction) => toNumber(percentile(latencies, fraction))),
    toNumber(failed),
    toMegabytes(peak),
    answersStatus ? 'answers' : 'silent',
    isAlive ? 'alive' : 'gone',
    toNumber(ended),
    meets(suffered) ? 'met' : 'MISSED',
  ];
};

const meets = ({ latencies, failed, peak = 0, answersStatus, isAlive }: Suffered): boolean =>
  percentile(latencies, 0.99) <= MAX_P99_MS && peak < MAX_PEAK_BYTES && failed === 0 && answersStatus && isAlive;
