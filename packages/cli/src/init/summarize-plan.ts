import { basename } from 'node:path';
import { count } from '../output/count.js';
import { foldBelow } from '../output/fold-text.js';
import { showText } from '../output/show-text.js';
import { outputWidth, toTable } from '../output/table.js';
import { describeRun, type PlanRow } from './describe-plan.js';
import { toServerName } from './names.js';
import { secretPlaces } from './secret-places.js';

const MAX_WORD = 30;

/** One line for each server that is moved, with what sets it apart; then one sentence for each that is not. */
export function summarizeRows(rows: readonly PlanRow[]): string {
  const moving = rows.filter(({ kind }) => kind === 'move');
  const staying = rows.filter(({ kind }) => kind !== 'move' && kind !== 'guarded');
  const guarded = rows.length - moving.length - staying.length;
  const table = toTable(
    ['CLIENT', 'SERVER', 'RUNS', ''],
    moving.map((row) => [row.file.client.title, nameOf(row), describeRun(row.server, shorten), describeNews(row)]),
    { oneLine: true, keep: [0, 3] },
  );
  return [
    ...(moving.length > 0 ? [table] : []),
    ...staying.flatMap((row) => foldBelow(`${row.file.client.title}: ${nameOf(row)} stays: ${row.why}`, outputWidth())),
    ...(guarded > 0 ? [`${count(guarded, 'server')} already guarded`] : []),
  ].join('\n');
}

const nameOf = ({ server: { name, project } }: PlanRow): string =>
  showText(name) + (project === undefined ? '' : ` (in ${basename(showText(project))})`);

/** Says which values leave the client's file, and when the client's name is not ours. */
function describeNews({ server, ours }: PlanRow): string {
  const secrets = secretPlaces(server).length;
  const name = ours === undefined || ours === toServerName(server.name) ? [] : [`as ${ours}`];
  return [...name, ...(secrets > 0 ? [count(secrets, 'secret')] : [])].join(', ');
}

/** A long path only by its end, which sets it apart from others. */
const shorten = (word: string): string =>
  word.length > MAX_WORD && word.includes('/') && !word.includes('://') ? `…/${basename(word)}` : word;
