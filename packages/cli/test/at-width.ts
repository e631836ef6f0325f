import { expect, onTestFinished } from 'vitest';
import { displayWidth } from '../src/output/text-width.js';

const own = {
  isTTY: Object.getOwnPropertyDescriptor(process.stdout, 'isTTY'),
  columns: Object.getOwnPropertyDescriptor(process.stdout, 'columns'),
};

function restore(): void {
  for (const name of ['isTTY', 'columns'] as const) {
    Reflect.deleteProperty(process.stdout, name);
    const descriptor = own[name];
    if (descriptor) Object.defineProperty(process.stdout, name, descriptor);
  }
}

/** Until the end of the test the standard output is a terminal with so many columns. */
export function setTerminal(columns: number): void {
  onTestFinished(restore);
  Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true });
  Object.defineProperty(process.stdout, 'columns', { value: columns, configurable: true });
}

/** The widths in which every table of the command line is tested. */
export const WIDTHS = [80, 100, 130] as const;

/** Fails if a line is wider than the terminal: it would break in the middle of a word. */
export const expectToFit = (text: string, columns: number): void =>
  expect(text.split('\n').filter((line) => displayWidth(line) > columns)).toEqual([]);
