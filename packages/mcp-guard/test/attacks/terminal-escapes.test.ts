import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWire, type Wire } from '../support/in-process-wire.ts';

/** Names that would rewrite a terminal, a table or a sheet. */
const NAMES = [
  '\u001b[2J\u001b[31mdenied',
  '\u001b]52;c;cm0gLXJm\u0007',
  'ok\r\nfake row  allow',
  'ok\rhidden',
  '\u009b31m',
  'a\u202egnp.exe',
  'a\u200bb\ufeffc',
  'a\u{e0041}b',
  'a\u2028b',
  '=cmd|calc',
  '+1',
  '-1',
  '@x',
  '\t=1',
  'x'.repeat(10_000),
];
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\0-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

describe('a name with terminal sequences', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await createWire({ policy: { permissions: { denied_tools: ['*'] } } });
    const session = await wire.connect();
    for (const name of NAMES) {
      session.client.send(
        JSON.stringify({ jsonrpc: '2.0', id: name.slice(0, 100), method: 'tools/call', params: { name } }),
      );
      await session.client.next();
      session.client.send(JSON.stringify({ jsonrpc: '2.0', method: name, params: { name } }));
    }
    await session.close();
  });
  afterAll(() => wire.close());

  it.each([
    ['table', []],
    ['CSV', ['--export', 'csv']],
    ['lines of JSON', ['--export', 'jsonl']],
  ])('does not reach a terminal by way of `logs` (%s)', async (_, options) => {
    const { stdout, stderr, code } = await wire.guard.run('logs', ...options);
    expect(code).toBe(0);
    expect(stdout).toContain('tools/call');
    expect(UNSAFE.exec(stdout)).toBeNull();
    expect(UNSAFE.exec(stderr)).toBeNull(); // the hint for the last refusal
  });

  it('begins no formula in a spreadsheet', async () => {
    const { stdout } = await wire.guard.run('logs', '--export', 'csv');
    const cells = stdout.split('\n').flatMap((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/u));
    expect(cells.filter((cell) => /^"?[=+@-]/u.test(cell))).toEqual([]);
  });

  it('does not widen a table', async () => {
    const { stdout } = await wire.guard.run('logs', '-m', 'tools/call');
    const widest = Math.max(...stdout.split('\n').map(({ length }) => length));
    expect(widest).toBeLessThan(1000);
  });
});
