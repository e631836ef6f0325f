import { lacks, PROGRAMS } from './programs.ts';

/** Says once, before the first test, what is not tested here. */
export default function nameMissing(): void {
  const missing = PROGRAMS.filter(lacks);
  if (missing.length > 0) console.log(`not on this machine, so their tests are skipped: ${missing.join(', ')}`);
}
