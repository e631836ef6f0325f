import { toNumber, toPercent, toTable } from '../table.js';
import { ACTIONS, type BySeverity, type CorpusScore, type FalseAlarms, type Recall } from './score.js';

const MAX_SHOWN = 300;

export function toScoreText({ positives, byType, byCategory, negatives, misses }: CorpusScore): string {
  const parts = [
    ...(positives.texts > 0 ? [toPositivesText(positives, byType, byCategory)] : []),
    ...(negatives.texts > 0 ? [toNegativesText(negatives)] : []),
    ...(misses.length > 0 ? [`missed\n${misses.map(toMissText).join('')}`] : []),
  ];
  return parts.length > 0 ? parts.join('\n') : 'no texts\n';
}

function toPositivesText(all: Recall, byType: CorpusScore['byType'], byCategory: CorpusScore['byCategory']): string {
  const head = ['texts', 'found', 'as a message', 'right type'];
  const toRows = (recalls: Readonly<Record<string, Recall>>): string[][] =>
    Object.entries(recalls).map(([name, recall]) => toRecallRow(name, recall));
  const categories = toRows(byCategory);
  const types = toTable([['', ...head], ...toRows(byType), toRecallRow('all', all)]);
  return `positives\n${types}${categories.length > 0 ? `\nby category\n${toTable([['', ...head], ...categories])}` : ''}`;
}

const toRecallRow = (name: string, { texts, found, foundAsMessage, named, rightType }: Recall): string[] => [
  name,
  toNumber(texts),
  toPercent(found / texts),
  toPercent(foundAsMessage / texts),
  toPercent(rightType / named),
];

function toNegativesText(alarms: FalseAlarms): string {
  const { texts, bytes, found, findings, requests, answers, byType, byCategory } = alarms;
  const megabytes = bytes / 1e6;
  const toRows = (side: string, counts: BySeverity): string[][] =>
    ACTIONS.map((action) => {
      const count = counts[action];
      return [
        `${side}: ${action}`,
        toNumber(count.texts),
        toPercent(count.texts / texts),
        toNumber(count.findings),
        toNumber(count.findings / megabytes, 2),
      ];
    });
  const any = ['any', toNumber(found), toPercent(found / texts), toNumber(findings), toNumber(findings / megabytes, 2)];
  const head = ['', 'texts', 'of all', 'findings', 'per MB'];
  const types = Object.entries(byType).toSorted(([, a], [, b]) => b - a);
  const typeRows = types.map(([type, count]) => [type, toNumber(count), toNumber(count / megabytes, 2)]);
  const categories = Object.entries(byCategory).map(([name, each]) => [
    name,
    toNumber(each.texts),
    toNumber(each.stopped),
  ]);
  return [
    `negatives: ${toNumber(texts)} texts, ${toNumber(megabytes, 2)} MB\n`,
    toTable([head, any, ...toRows('requests', requests), ...toRows('answers', answers)]),
    ...(typeRows.length > 0 ? [`\nfindings in negatives\n${toTable([['', 'findings', 'per MB'], ...typeRows])}`] : []),
    ...(categories.length > 0 ? [`\nby category\n${toTable([['', 'texts', 'stopped'], ...categories])}`] : []),
  ].join('');
}

const toMissText = ({ place, type = '', text }: CorpusScore['misses'][number]): string =>
  `  ${place}  ${type}  ${JSON.stringify(text.slice(0, MAX_SHOWN))}${text.length > MAX_SHOWN ? '…' : ''}\n`;
