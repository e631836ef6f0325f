import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/database.js';
import type { Definitions, ShownTools } from '../../src/state/shown-tools.js';
import { openShownTools } from '../../src/sqlite/shown-tools.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();
let count = 0;

/** Tools of a server that has not shown too many. */
const add = (shown: ShownTools, server: string, tools: Definitions): void => shown.add(server, tools, tools);

const PAY_AND_READ = new Map([
  ['pay', 'd1'],
  ['read', 'd2'],
]);

describe('the tools that servers have shown', () => {
  let db: SqliteDatabase;
  beforeEach(() => (db = openDatabase({ path: join(folder, `${(count += 1)}.db`), key: undefined })));

  it('have the definition that was shown last, each on its server', () => {
    const shown = openShownTools(db);
    add(shown, 'bank', PAY_AND_READ);
    add(shown, 'bank', new Map([['pay', 'd3']]));
    add(shown, 'shop', new Map([['pay', 'd4']]));
    const expected = new Map([
      [
        'bank',
        new Map([
          ['pay', 'd3'],
          ['read', 'd2'],
        ]),
      ],
      ['shop', new Map([['pay', 'd4']])],
    ]);
    expect(shown.all()).toEqual(expected);
    expect(openShownTools(db).all()).toEqual(expected);
  });

  it('have no definition if they were shown to an older version, until they are shown again', () => {
    const shown = openShownTools(db);
    add(shown, 'bank', new Map([['pay', null]]));
    expect(shown.all().get('bank')?.get('pay')).toBeNull();
    add(shown, 'bank', new Map([['pay', 'd1']]));
    expect(shown.all().get('bank')?.get('pay')).toBe('d1');
  });

  it('have what their server says of them, and nothing if it says nothing', () => {
    const shown = openShownTools(db);
    add(shown, 'bank', PAY_AND_READ);
    shown.describe(
      'bank',
      new Map([
        ['pay', 'destroys'],
        ['gone', 'reads'],
      ]),
    );
    const expected = new Map([
      [
        'bank',
        new Map([
          ['pay', 'destroys'],
          ['read', null],
        ]),
      ],
    ]);
    expect(openShownTools(db).kinds()).toEqual(expected);
    add(shown, 'bank', new Map([['pay', 'd3']]));
    expect(shown.kinds()).toEqual(expected);
    shown.describe('bank', new Map([['pay', null]]));
    expect(shown.kinds().get('bank')?.get('pay')).toBeNull();
  });

  it('are 2000 for a server at most: of more, only the known ones stay', () => {
    const shown = openShownTools(db);
    const page = (start: number, size: number, definition: string) =>
      new Map(Array.from({ length: size }, (_, n) => [`tool ${start + n}`, definition] as const));
    add(shown, 'shop', page(0, 1500, 'd1'));
    add(shown, 'bank', page(0, 1500, 'd1'));
    shown.add('bank', page(1000, 1000, 'd2'), page(1000, 1000, 'd2'));
    const kept = new Map([...page(0, 1000, 'd1'), ...page(1000, 1000, 'd2')]);
    expect(shown.all().get('bank')).toEqual(kept);
    const known = new Map([...page(500, 500, 'd1'), ...page(1000, 1500, 'd2')]);
    shown.add('bank', page(2000, 500, 'd2'), known);
    expect(shown.all().get('bank')).toEqual(known);
    expect(shown.all().get('shop')?.size).toBe(1500);
  });
});
