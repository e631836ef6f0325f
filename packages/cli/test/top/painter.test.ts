import { expect, it } from 'vitest';
import { styled, type ScreenLine } from '../../src/top/line.ts';
import { createPainter } from '../../src/top/painter.ts';

const lines = (...texts: readonly string[]): readonly ScreenLine[] => texts.map((text) => [styled(text)]);

/** A terminal that takes one write when it is told to. */
function slowTerminal() {
  const written: string[] = [];
  let taken: () => void = () => undefined;
  const write = (text: string): Promise<void> => {
    written.push(text);
    return new Promise((resolve) => (taken = resolve));
  };
  const painter = createPainter(write, false, () => undefined);
  return { written, painter, take: () => taken() };
}

it('writes only the lines that have changed, each at its place', async () => {
  const { written, painter, take } = slowTerminal();
  painter.paint(lines('one', 'two', 'three'), 80);
  take();
  await painter.idle();
  painter.paint(lines('one', 'TWO', 'three'), 80);
  take();
  await painter.idle();
  expect(written).toHaveLength(2);
  expect(written[1]).toBe('\u001b[?2026h\u001b[2;1HTWO\u001b[K\u001b[?2026l');
});

it('writes nothing where nothing has changed', async () => {
  const { written, painter, take } = slowTerminal();
  painter.paint(lines('one'), 80);
  take();
  await painter.idle();
  painter.paint(lines('one'), 80);
  await painter.idle();
  expect(written).toHaveLength(1);
});

it('keeps one frame for a terminal that is slow, the newest', async () => {
  const { written, painter, take } = slowTerminal();
  for (let frame = 0; frame < 100; frame++) painter.paint(lines(`frame ${frame}`), 80);
  expect(written).toHaveLength(1);
  take();
  await expect.poll(() => written.length).toBe(2);
  take();
  await painter.idle();
  expect(written[1]).toContain('frame 99');
  expect(written).toHaveLength(2);
});

it('erases before the last column is written, not after it', async () => {
  const { written, painter, take } = slowTerminal();
  painter.paint(lines('12345'), 5);
  take();
  await painter.idle();
  expect(written[0]).toContain('\u001b[1;1H\u001b[K12345');
});
