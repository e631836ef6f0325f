import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Benchmark } from '../benchmark.js';
import { inTurn, range } from '../in-turn.js';
import { Processes } from '../processes.js';
import { describeMachine } from '../report.js';
import { Random } from '../security/harness/random.js';
import { toNumber } from '../table.js';
import { findFaults } from './faults.js';
import { loadAndKill, type Waiting } from './round.js';
import { openScene, type Scene } from './scene.js';

const KILLS = 1000;
/** Then a new home, with an empty record. */
const KILLS_OF_A_HOME = 50;
const MOST_TOLD = 20;

/** What came of one home. */
export interface Survey {
  readonly kills: number;
  readonly received: number;
  readonly answered: number;
  readonly rows: number;
  readonly faults: readonly string[];
}

/** Whether what a daemon has delivered, counted and decided survives its death at any moment. */
export const kill: Benchmark = {
  name: 'kill',
  summary: 'kill -9 of the daemon at random moments under load, and what the record has lost or doubled',

  async run(args) {
    const { kills, seed } = readOptions(args);
    process.stdout.write(`${describeMachine()}\nseed ${seed}\n`);
    const surveys = await inTurn(range(Math.ceil(kills / KILLS_OF_A_HOME)), async (home) => {
      const survey = await killOften(Math.min(KILLS_OF_A_HOME, kills - home * KILLS_OF_A_HOME), `${seed} ${home}`);
      process.stdout.write(describe(survey));
      return survey;
    });
    const faults = surveys.reduce((sum, each) => sum + each.faults.length, 0);
    if (faults > 0) throw new Error(`${faults} faults in ${kills} kills, with the seed ${seed}`);
    process.stdout.write(`nothing was lost or doubled by ${toNumber(kills)} kills\n`);
  },
};

/** So many kills in one home. The seed decides which calls are made and when the daemon is killed, as far as a clock allows. */
export async function killOften(kills: number, seed: string): Promise<Survey> {
  const random = new Random(seed);
  const processes = new Processes();
  const scene = openScene(processes);
  const waiting: Waiting = new Set();
  try {
    await inTurn(range(kills), async (round) => {
      await loadAndKill(scene, round, random, waiting);
      scene.approveWaiting();
    });
    return await look(scene, kills);
  } finally {
    await scene.home.close();
    processes.close();
  }
}

async function look(scene: Scene, kills: number): Promise<Survey> {
  const left = await scene.readWithoutDaemon();
  const taken = await scene.readBesideDaemon();
  return {
    kills,
    received: taken.received.length,
    answered: taken.answered.length,
    rows: taken.rows.length,
    faults: [
      ...findFaults(left).map((fault) => `without a daemon: ${fault}`),
      ...findFaults(taken).map((fault) => `after the next start: ${fault}`),
    ],
  };
}

function describe({ kills, received, answered, rows, faults }: Survey): string {
  const seen = `${toNumber(received)} calls reached servers, ${toNumber(answered)} answers reached clients, ${toNumber(rows)} rows`;
  const told = faults.slice(0, MOST_TOLD).map((fault) => `  ${fault}\n`);
  const more = faults.length > MOST_TOLD ? `  and ${faults.length - MOST_TOLD} more\n` : '';
  return `${kills} kills: ${seen}, ${faults.length} faults\n${told.join('')}${more}`;
}

function readOptions(args: readonly string[]): { readonly kills: number; readonly seed: string } {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: { kills: { type: 'string' }, seed: { type: 'string' } },
  });
  const kills = Number(values.kills ?? KILLS);
  if (!Number.isInteger(kills) || kills < 1) throw new Error('--kills takes a whole number above 0');
  return { kills, seed: values.seed ?? randomBytes(4).toString('hex') };
}
