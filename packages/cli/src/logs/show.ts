import { setTimeout as delay } from 'node:timers/promises';
import { hintAfter, safeJson } from '@mcp-guard/core';
import { decisiveOf, hintFor, rowOutcome, toExportedRow, type StoreReader } from '@mcp-guard/store';
import type { CommandTools } from '../command.js';
import { warnOfDamage } from './damage.js';
import { MAX_LIMIT, parseLimit, type LogsOptions } from './options.js';
import { colorOf } from './outcome.js';
import { createRowLines } from './row-lines.js';
import { stillWaits } from './still-waits.js';
import { viewCalls, viewRows, type LogView } from './view.js';

const FOLLOW_EVERY = 200;

/** Prints the newest calls or rows, and goes on with what comes if that is wanted. */
export async function show(store: StoreReader, options: LogsOptions, tools: CommandTools): Promise<void> {
  const record = store.audit;
  const end = (record.newest({}, 1)[0]?.seq ?? 0) + 1;
  const limit = parseLimit(options.limit);
  const isRaw = options.raw || options.json;
  const view = (isRaw ? viewRows : viewCalls)(record, { options, limit, end, now: Date.now() });
  const print = options.json
    ? (exchanges: LogView['first']): void =>
        exchanges.forEach(({ asked }) => tools.print(safeJson(toExportedRow(asked))))
    : beginTable(view, options, tools);
  print(view.first);
  if (!options.json) tellHint(store, view, tools);
  warnOfDamage(record, tools);
  if (!options.follow) return;
  for (let seen = end - 1; ; await delay(FOLLOW_EVERY)) {
    const rows = record.newest({ ...view.filter, afterSeq: seen }, MAX_LIMIT);
    print(view.next(rows, Date.now()));
    seen = rows.at(-1)?.seq ?? seen;
  }
}

/** Prints the header, and returns what prints calls below it. */
function beginTable(
  view: LogView,
  { follow }: LogsOptions,
  { print }: CommandTools,
): (calls: LogView['first']) => void {
  const { columns, first } = view;
  if (first.length === 0 && !follow) {
    print('no recorded row matches');
    return () => undefined;
  }
  const now = Date.now();
  const cells = first.map((call) => view.describe(call, now));
  const lines = createRowLines(columns, cells, { isFollowing: follow ?? false });
  const outcomeAt = columns.findIndex(({ title }) => title === 'OUTCOME');
  const paint = (cell: string, at: number): string | undefined => (at === outcomeAt ? colorOf(cell) : undefined);
  print(lines.header);
  return (calls) => {
    for (const call of calls) {
      const row = view.describe(call, Date.now());
      const plain = lines.line(row);
      print(plain, (harmless) => (harmless === plain ? lines.line(row, paint) : harmless));
    }
  };
}

/** The command that decides, or says more, about the last call that needs one. */
function tellHint(store: StoreReader, { first }: LogView, { note }: CommandTools): void {
  for (const call of first.toReversed()) {
    const row = decisiveOf(call);
    const hint = hintFor(row);
    if (hint === undefined || !stillWaits(store, row)) continue;
    const colon = typeof hint === 'string' || hint.words === undefined ? ':' : ';';
    const outcome = rowOutcome(row);
    const what = outcome === 'error' ? 'has failed' : `is ${outcome}`;
    return note(hintAfter(`record ${row.seq} ${what}${colon}`, hint));
  }
}
