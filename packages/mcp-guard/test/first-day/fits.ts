/** Whether lines are as written, where a written line that is `…` stands for any number of them. */
export function fits(seen: readonly string[], written: readonly string[]): boolean {
  const [first, ...others] = written;
  if (first === undefined) return seen.length === 0;
  if (first !== '…') return seen[0] === first && fits(seen.slice(1), others);
  return fits(seen, others) || (seen.length > 0 && fits(seen.slice(1), written));
}
