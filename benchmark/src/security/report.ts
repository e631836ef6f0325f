import type { CategoryResult, Problem } from './run.js';

/** The share of attacks that has to be stopped, in every category. */
const BAR = 0.995;

export interface Totals {
  readonly attacks: number;
  readonly missed: number;
  readonly calls: number;
  readonly refused: number;
  readonly changed: number;
  readonly isGood: boolean;
}

export function toTotals(results: readonly CategoryResult[]): Totals {
  const sum = (count: (result: CategoryResult) => number): number => results.reduce((all, one) => all + count(one), 0);
  const attacks = sum((one) => one.attacks);
  const missed = sum((one) => missesOf(one).length);
  const calls = sum((one) => one.calls);
  const changed = sum((one) => callsOf(one, 'changed'));
  const refused = sum(({ problems }) => problems.filter(({ kind }) => kind === 'call').length) - changed;
  const isStopped = results.every((one) => missesOf(one).length <= one.attacks * (1 - BAR));
  return { attacks, missed, calls, refused, changed, isGood: isStopped && refused + changed === 0 };
}

/** What could not be played counts as missed: nothing is known of it. */
const missesOf = ({ problems }: CategoryResult): readonly Problem[] => problems.filter(({ kind }) => kind === 'attack');

const callsOf = ({ problems }: CategoryResult, fault: Problem['fault']): number =>
  problems.filter((problem) => problem.kind === 'call' && problem.fault === fault).length;

const toShare = (part: number, all: number): string => (all === 0 ? '–' : `${((100 * part) / all).toFixed(2)} %`);
const toCount = (count: number): string => count.toLocaleString('en');

/** Markdown. */
export function toReport(results: readonly CategoryResult[]): string {
  const { attacks, missed, calls, refused, changed, isGood } = toTotals(results);
  const rows = results.map((one) => toRow(one.title, one.attacks, missesOf(one).length, one.seconds));
  return [
    '# Security suite\n',
    '| Attacks | cases | stopped | missed | share | seconds |',
    '| --- | --: | --: | --: | --: | --: |',
    ...rows,
    toRow('**all**', attacks, missed),
    '',
    `Legitimate calls: ${toCount(calls)}, refused ${toCount(refused)}, changed ${toCount(changed)}.\n`,
    isGood
      ? 'The bar is met.'
      : `**The bar is not met**: ${BAR * 100} % of the attacks of every category stopped, no call refused or changed.`,
    ...results.flatMap(toProblems),
    '',
  ].join('\n');
}

const toRow = (title: string, cases: number, missed: number, seconds?: number): string =>
  `| ${title} | ${toCount(cases)} | ${toCount(cases - missed)} | ${toCount(missed)} | ${toShare(cases - missed, cases)} | ${seconds?.toFixed(1) ?? ''} |`;

function toProblems({ title, problems }: CategoryResult): readonly string[] {
  if (problems.length === 0) return [];
  const lines = problems.map(
    ({ name, fault, detail }) => `- ${fault}: ${name}${detail === undefined ? '' : ` (${detail})`}`,
  );
  return ['', `## ${title}\n`, ...lines];
}
