import { readFileSync } from 'node:fs';

const FILE = 'packages/detectors/published.tsv';

/** The hashes of published samples, and where each is published. The bundle has its text here, without sources. */
export const PUBLISHED_TABLE: string = checkPublished(
  readFileSync(new URL('../../published.tsv', import.meta.url), 'utf8'),
  FILE,
);

/** The table, if each line has hashes and says where they are from. Throws with the file and the line otherwise. */
export function checkPublished(table: string, file: string): string {
  for (const [index, line] of table.trimEnd().split('\n').entries())
    if (index > 0 && !/^[\da-f]{20}(?: [\da-f]{20})*\t\S/.test(line))
      throw new Error(`${file}:${index + 1}: it has no hashes of 20 digits and a source`);
  return table;
}
