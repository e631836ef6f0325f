import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../src/database.js';
import { openShownTools } from '../src/shown-tools.js';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
let count = 0;

describe('the tools that servers have shown', () => {
  let db: SqliteDatabase;
  beforeEach(() => (db = openDatabase({ path: join(folder, `${(count += 1)}.db`), key: undefined })));

  it('have the definition that was shown last, each on its server', () => {
    const shown = openShownTools(db);
    shown.add(
      'bank',
      new Map([
        ['pay', 'd1'],
        ['read', 'd2'],
      ]),
    );
    shown.add('bank', new Map([['pay', 'd3']]));
    shown.add('shop', new Map([['pay', 'd4']]));
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

  it('have none where they were shown to an older version, until they are shown again', () => {
    const shown = openShownTools(db);
    shown.add('bank', new Map([['pay', null]]));
    expect(shown.all().get('bank')?.get('pay')).toBeNull();
    shown.add('bank', new Map([['pay', 'd1']]));
    expect(shown.all().get('bank')?.get('pay')).toBe('d1');
  });

  it('are 2000 of a server at most, of which the definitions still follow it', () => {
    const shown = openShownTools(db);
    const page = (start: number, size: number, definition: string) =>
      new Map(Array.from({ length: size }, (_, n) => [`tool ${start + n}`, definition] as const));
    shown.add('bank', page(0, 1500, 'd1'));
    shown.add('bank', page(1000, 1500, 'd2'));
    shown.add('shop', new Map([['pay', 'd1']]));
    const tools = shown.all().get('bank');
    expect(tools?.size).toBe(2000);
    expect([tools?.get('tool 999'), tools?.get('tool 1000'), tools?.get('tool 2000')]).toEqual(['d1', 'd2', undefined]);
    expect(shown.all().get('shop')?.size).toBe(1);
  });

  it('are not kept by endless names', () => {
    const shown = openShownTools(db);
    shown.add(
      'bank',
      new Map([
        ['x'.repeat(257), 'd1'],
        ['x'.repeat(256), 'd1'],
      ]),
    );
    expect([...(shown.all().get('bank')?.keys() ?? [])]).toEqual(['x'.repeat(256)]);
  });
});
