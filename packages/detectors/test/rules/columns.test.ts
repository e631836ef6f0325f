import { describe, expect, it } from 'vitest';
import { scan } from '../../src/index.js';

const COUNT = 40;
const VALUES = Array.from({ length: COUNT }, (_, row) => `Zq3vX8!kLm${String.fromCharCode(65 + row)}r`);

const found = (text: string): readonly string[] =>
  scan(text, { threshold: 0.8 })
    .filter(({ type }) => type === 'password' || type === 'secret')
    .map(({ start, end }) => text.slice(start, end));

const rows = (write: (value: string, row: number) => string, between = '\n'): string => VALUES.map(write).join(between);

describe('every value of a column', () => {
  it.each<[string, string]>([
    [
      'that psql prints',
      ` id | password\n----+------------\n${rows((value, row) => ` ${row} | ${value}`)}\n(${COUNT} rows)\n`,
    ],
    [
      'that mysql prints',
      `+----+----------+\n| id | password |\n+----+----------+\n${rows((value, row) => `| ${row} | ${value} |`)}\n`,
    ],
    ['of CSV', `id,password\r\n${rows((value, row) => `${row},${value}`, '\r\n')}\r\n`],
    ['of CSV with quotes', `"id";"password";"note"\n${rows((value, row) => `"${row}";"${value}";"a;b"`)}\n`],
    ['of Markdown', `| User | Password |\n| --- | --- |\n${rows((value, row) => `| ada${row} | ${value} |`)}\n`],
    [
      'that is inserted',
      `INSERT INTO users (id, password) VALUES\n${rows((value, row) => `(${row}, '${value}')`, ',\n')};`,
    ],
    [
      'that is copied',
      `COPY public.users (id, password) FROM stdin;\n${rows((value, row) => `${row}\t${value}`)}\n\\.\n`,
    ],
    [
      'of HTML',
      `<table><thead><tr><th>Id</th><th>Password</th></tr></thead>\n<tbody>${rows((value, row) => `<tr><td>${row}</td><td><code>${value}</code></td></tr>`)}</tbody></table>`,
    ],
  ])('%s is found', (_, text) => {
    expect(found(text)).toEqual(VALUES);
  });

  it('is found behind a line that looks like another header, for a few rows', () => {
    expect(found(`name,password\nid,password\n${rows((value, row) => `${row},${value}`)}\n`)).toEqual(VALUES);
    expect(found(`password,note\nnote,password\n${rows((value, row) => `${row},${value}`)}\n`).slice(0, 8)).toEqual(
      VALUES.slice(0, 8),
    );
  });

  it('is found in several columns', () => {
    const text = `id,password,api_token\n${rows((value, row) => `${row},${value},q8Zr2Lx7Vn4Kt9Wb3Y${10 + row}`)}\n`;
    expect(found(text)).toHaveLength(2 * COUNT);
  });
});

it('a cell beside its name is found', () => {
  expect(found('<tr><td>Password:</td><td>Tr0ub4dor&3x</td></tr>')).toEqual(['Tr0ub4dor&3x']);
  expect(found('<dl><dt>Password</dt><dd><code>Tr0ub4dor&3x</code></dd></dl>')).toEqual(['Tr0ub4dor&3x']);
});

it.each([
  'key,token\nuser.name,Name\nuser.password,Password\nuser.forgot,Forgot your password?\n',
  '<tr><th>Option</th><th>Password</th></tr><tr><td>min</td><td>required</td></tr>',
  'COPY public.settings (key, value) FROM stdin;\npassword_min_length\t12\n\\.\n',
  'copy the token (see below) from stdin',
])('nothing is found in %j', (text) => {
  expect(found(text)).toEqual([]);
});
