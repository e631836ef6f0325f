import { toNumber, toTable } from '../table.js';
import { DEEDS, per50, type Alarm, type Counts, type Score } from './score.js';

/** Counts of texts, and what they are called. */
const COUNTED = [...DEEDS.map((deed) => [deed, deed] as const), ['asked', 'blocked in requests'] as const];

/** @param missing what could not be had, and why */
export function toScoreText(score: Score, missing: readonly string[]): string {
  const head = [
    '',
    'texts',
    'MB',
    ...COUNTED.map(([, name]) => name),
    ...COUNTED.map(([, name]) => `${name} per 50 MB`),
  ];
  const rows = Object.entries(score.kinds).map(([kind, counts]) => toRow(kind, counts));
  const types = Object.entries(score.types).map(([type, counts]) =>
    [type].concat(DEEDS.map((deed) => toNumber(counts[deed]))),
  );
  return [
    toTable([head, ...rows, toRow('all', score.all)]),
    ...(types.length > 0 ? [`texts with a finding of a type\n${toTable([['', ...DEEDS], ...types])}`] : []),
    ...(score.alarms.length > 0 ? [`the first of each type\n${score.alarms.map(toAlarmText).join('')}`] : []),
    ...(missing.length > 0 ? [`not here\n${missing.map((line) => `  ${line}\n`).join('')}`] : []),
  ].join('\n');
}

const toRow = (name: string, counts: Counts): string[] => [
  name,
  toNumber(counts.texts),
  toNumber(counts.bytes / 1e6, 1),
  ...COUNTED.map(([count]) => toNumber(counts[count])),
  ...COUNTED.map(([count]) => toNumber(per50(counts[count], counts.bytes), 1)),
];

const toAlarmText = ({ kind, place, line, type, deed, around }: Alarm): string =>
  `  ${type} ${deed}  ${kind}: ${place}${line > 0 ? `, line ${line}` : ''}\n    ${around}\n`;
