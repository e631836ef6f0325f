import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'notes.txt': 'first line\nsecond line: ünïcode 🛡️\nthird line\n',
  'empty.txt': '',
  'pixel.png': Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00]),
  'inner/a.md': '# A\n',
  'inner/deep/b.md': '# B\n',
  'other/c.txt': 'c\n',
};
const LONG_AGO = new Date('2020-02-02T02:02:02Z');

/** Gives the folder the same files again, with the same times. */
export async function refill(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const paths = Object.keys(FILES).map((name) => join(folder, name));
  for (const path of paths) {
    // oxlint-disable-next-line no-await-in-loop -- the order of creation is the order of a listing on some file systems
    await mkdir(join(path, '..'), { recursive: true });
  }
  for (const [name, content] of Object.entries(FILES)) {
    const path = join(folder, name);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await writeFile(path, content);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await utimes(path, LONG_AGO, LONG_AGO);
  }
}
