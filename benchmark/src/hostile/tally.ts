import { openSync, readFileSync, writeSync } from 'node:fs';

/** Between two notes of one process, in milliseconds: a flood would write one for each block. */
const EVERY_MS = 20;

/** Notes what a hostile end has poured, of which most are no children of the benchmark, in a file that all of them share. */
export function createTally(path: string): (amount: number) => void {
  const file = openSync(path, 'a');
  let [noted, waiting] = [0, 0];
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    noted = Date.now();
    writeSync(file, `${noted} ${waiting}\n`);
    waiting = 0;
  };
  return (amount) => {
    waiting += amount;
    if (Date.now() - noted >= EVERY_MS) return write();
    timer ??= setTimeout(write, EVERY_MS);
  };
}

/** How much was poured in a window of time, milliseconds of the clock. */
export function readPoured(path: string, from: number, to: number): number {
  const notes = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return notes.reduce((sum, note) => {
    const [at = 0, amount = 0] = note.split(' ').map(Number);
    return at >= from && at <= to ? sum + amount : sum;
  }, 0);
}
