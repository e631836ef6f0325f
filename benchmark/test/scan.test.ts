import { expect, it } from 'vitest';
import { measureScan } from '../src/scan.ts';
import { toScanText } from '../src/scan/scan-text.ts';
import { measureInTurns } from '../src/scan/measure.ts';

/** A clock that is put forward by hand. */
function createClock() {
  let time = 0;
  return { read: () => time, pass: (us: number) => (time += us) };
}

it('times are medians per unit, and the first run of each task does not count', () => {
  const clock = createClock();
  const costs = [1000, 10, 30, 20];
  const order: string[] = [];
  const measured = measureInTurns(
    [
      { name: 'a', units: 2, run: () => (order.push('a'), clock.pass(costs.shift() ?? 0)) },
      { name: 'b', units: 1, run: () => (order.push('b'), clock.pass(7)) },
    ],
    3,
    clock.read,
  );
  expect(measured).toEqual([
    { name: 'a', median: 10 },
    { name: 'b', median: 7 },
  ]);
  expect(order.join('')).toBe('ababbaab');
});

it('every size, kind and flood is measured and told', () => {
  const clock = createClock();
  const sizes = { messages: [300, 1000], variety: 4, traffic: 2000, text: 2000, floods: [100, 400] } as const;
  const report = measureScan(sizes, 1, () => clock.pass(1));
  const names = report.calls.map(({ name }) => name);
  expect(names).toEqual(['a call of 300 B', 'a result of 300 B', 'a call of 1 KB', 'a result of 1 KB']);
  expect(report.texts.map(({ name }) => name)).toEqual(expect.arrayContaining(['code', 'Markdown', 'JSON', 'base64']));
  const [flood] = report.floods;
  expect(flood?.small).toBeCloseTo(10_000); // 1 µs for 100 characters
  expect(flood?.large).toBeCloseTo(2500);
  const text = toScanText(report);
  for (const { name } of [...report.calls, ...report.texts, ...report.floods]) expect(text).toContain(name);
});
