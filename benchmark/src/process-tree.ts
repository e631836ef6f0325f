import { execFileSync } from 'node:child_process';

/** How many processes a chain may have: what is above is another tree, or a circle of reused ids. */
const LONGEST = 16;

/** A process and what stands below it, one child after the other, as far as their command lines contain `naming`. */
export function findChain(pid: number, naming: string): readonly number[] {
  const listed = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const all = listed.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s(.*)$/.exec(line) ?? []);
  const chain = [pid];
  while (chain.length < LONGEST) {
    const child = all.find(([, , parent, args]) => Number(parent) === chain.at(-1) && args?.includes(naming));
    if (!child) break;
    chain.push(Number(child[1]));
  }
  return chain;
}
