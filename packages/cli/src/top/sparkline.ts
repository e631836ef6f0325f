const BARS = Array.from('▁▂▃▄▅▆▇█');
/** For terminals that know no more than ASCII. */
const PLAIN_BARS = Array.from('_.:-=+*#');

/** One column for each number, the highest of all as high as a line; nothing that happened is a space. */
export function sparkline(numbers: readonly number[], plain: boolean): string {
  const bars = plain ? PLAIN_BARS : BARS;
  const most = numbers.reduce((so, number) => Math.max(so, number), 1);
  return numbers.map((number) => (number <= 0 ? ' ' : bars[Math.ceil((number / most) * bars.length) - 1])).join('');
}
