import { cutEndless } from '../cut.js';
import { fork } from '../made/draw.js';
import { FORMATS, readRows } from '../made/dump.js';
import { TABLES, type Table } from '../made/records.js';
import type { Random } from '../../security/harness/random.js';
import { toText, type HarmlessText, type Source } from '../text.js';

/** Tables of made-up things out of SQLite, in the forms in which clients show and dump them. */
export const databases: Source = {
  name: 'databases',
  seeded: (random) =>
    TABLES.flatMap((table) => Object.keys(FORMATS).map((format) => dumps(table, format, fork(random)))),
};

async function* dumps(table: Table, format: string, random: Random): AsyncGenerator<HarmlessText> {
  const write = (each: Random): string => FORMATS[format]?.(table, readRows(table, each)) ?? '';
  let number = 0;
  for await (const text of cutEndless(write, random)) yield toText(`${table.name} as ${format} #${++number}`, text);
}
