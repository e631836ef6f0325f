import { Processes } from '../processes.js';
import type { Case, Category, Fault } from './category.js';
import { Random } from './harness/random.js';
import { SessionEnded } from './harness/session.js';
import { Stage } from './harness/stage.js';

/** So many cases are on their way at once. */
const AT_ONCE = 96;

/** How many cases of a category are played at most. */
export interface Sample {
  readonly quick: number;
  readonly slow: number;
}

export interface Problem {
  readonly name: string;
  readonly kind: Case['kind'];
  /** `broken`: the suite could not play it, so nothing is known. */
  readonly fault: Fault | 'broken';
  readonly detail?: string;
}

export interface CategoryResult {
  readonly name: string;
  readonly title: string;
  readonly attacks: number;
  readonly calls: number;
  readonly seconds: number;
  readonly problems: readonly Problem[];
}

/** Plays the cases of a category against a guard of its own; nothing of it is left afterwards. */
export async function runCategory(category: Category, most: Sample | undefined): Promise<CategoryResult> {
  const began = performance.now();
  const random = new Random(category.name);
  const all = [...category.cases(random)];
  const cases = most === undefined ? all : takeSample(all, most, random);
  const processes = new Processes();
  const stage = new Stage(processes, category.setting);
  try {
    const problems = await playAll(stage, cases);
    const attacks = cases.filter(({ kind }) => kind === 'attack').length;
    const seconds = (performance.now() - began) / 1000;
    return { name: category.name, title: category.title, attacks, calls: cases.length - attacks, seconds, problems };
  } finally {
    await stage.close();
    processes.close();
  }
}

const takeSample = (all: readonly Case[], { quick, slow }: Sample, random: Random): readonly Case[] => [
  ...random.sample(
    all.filter(({ isSlow }) => !isSlow),
    quick,
  ),
  ...random.sample(
    all.filter(({ isSlow }) => isSlow),
    slow,
  ),
];

async function playAll(stage: Stage, cases: readonly Case[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const again: [Case, string][] = [];
  const rest = cases.entries();
  const playNext = async (): Promise<void> => {
    for (const [index, one] of rest) {
      const mark = `case-${index + 1}-`;
      try {
        problems.push(...(await play(stage, one, mark)));
      } catch {
        again.push([one, mark]); // another case has ended the session
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, playNext));
  for (const [one, mark] of again) problems.push(...(await playAlone(stage, one, mark)));
  return problems;
}

/** Throws `SessionEnded`. */
async function play(stage: Stage, one: Case, mark: string): Promise<readonly Problem[]> {
  const { name, kind } = one;
  try {
    const fault = await one.play(stage, mark);
    return fault === undefined ? [] : [{ name, kind, fault }];
  } catch (error) {
    if (error instanceof SessionEnded) throw error;
    return [{ name, kind, fault: 'broken', detail: error instanceof Error ? error.message : String(error) }];
  }
}

/** An input that ends its session even if it is alone there has reached no end, unless it was received before. */
async function playAlone(stage: Stage, one: Case, mark: string): Promise<readonly Problem[]> {
  try {
    return await play(stage, one, mark);
  } catch (error) {
    const isHeard = error instanceof SessionEnded && error.heard.some((line) => line.includes(mark));
    if (one.kind === 'attack' && !isHeard) return [];
    return [{ name: one.name, kind: one.kind, fault: one.kind === 'attack' ? 'let through' : 'refused' }];
  }
}
