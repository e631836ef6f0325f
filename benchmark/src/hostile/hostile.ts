import { parseArgs } from 'node:util';
import type { Benchmark } from '../benchmark.js';
import { inTurn } from '../in-turn.js';
import { describeMachine } from '../report.js';
import { percentile } from '../statistics.js';
import { toMegabytes, toNumber, toPercent, toTable } from '../table.js';
import { ATTACKS } from './attacks.js';
import { describeMeasure, findFaults } from './faults.js';
import { suffer, type Suffered } from './measure.js';

const FULL_MS = 8000;
const QUICK_MS = 3000;

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
    const missed = all.filter((suffered) => findFaults(suffered).length > 0);
    process.stdout.write(toTable([HEAD, ...all.map(toRow)]));
    process.stdout.write(`\nmeasure: ${describeMeasure()}: met by ${all.length - missed.length} of ${all.length}\n`);
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

const HEAD = [
  'attack',
  'poured',
  'calls',
  'p50 ms',
  'p99',
  'worst',
  'failed',
  'peak RSS',
  'waited',
  'status',
  'daemon',
  'ended',
  '',
];

const toRow = (suffered: Suffered): string[] => {
  const { name, latencies, failed, peak, waited, answersStatus, isAlive, ended } = suffered;
  const faults = findFaults(suffered);
  return [
    name,
    toPoured(suffered),
    toNumber(latencies.length),
    ...[0.5, 0.99, 1].map((fraction) => toNumber(percentile(latencies, fraction))),
    toNumber(failed),
    toMegabytes(peak),
    toPercent(waited ?? NaN),
    answersStatus ? 'answers' : 'silent',
    isAlive ? 'alive' : 'gone',
    toNumber(ended),
    faults.length === 0 ? 'met' : `MISSED: ${faults.join('; ')}`,
  ];
};

function toPoured({ pours, poured }: Suffered): string {
  if (pours === 'nothing') return '';
  return pours === 'bytes' ? `${toNumber(poured / 1000)} KB` : `${toNumber(poured)} ${pours}`;
}
