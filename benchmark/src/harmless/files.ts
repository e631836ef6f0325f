import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import { opendir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Random } from '../security/harness/random.js';
import { cut, MAX, MIN } from './cut.js';
import { toText, type HarmlessText } from './text.js';
import type { Workshop } from './workshop.js';

/** Paths of so many files are kept at once. */
const MAX_FILES = 200_000;
const MAX_DEPTH = 40;
const MAX_FILE_BYTES = 16e6;
/** Of a file that is too long for one answer. */
const MAX_PIECES = 4;
/** What holds drawn secrets on purpose. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'test', 'tests', 'material', 'fixtures']);

/** Text files of some folders, in an order that the seed draws. */
export async function* filesOf(
  workshop: Workshop,
  roots: readonly string[],
  wants: (path: string) => boolean,
): AsyncGenerator<HarmlessText> {
  const random = workshop.random(roots.join(' '));
  for (const path of await listFiles(workshop, roots, wants)) yield* readTexts(path, random);
}

/** Paths in an order that the seed draws. */
export async function listFiles(
  workshop: Workshop,
  roots: readonly string[],
  wants: (path: string) => boolean,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const root of roots) {
    if (existsSync(root)) await walk(root, 0, (path) => wants(path) && paths.push(path) >= MAX_FILES);
    else workshop.miss(root, 'no such folder');
  }
  return shuffle(paths, workshop.random(`order of ${roots.join(' ')}`));
}

/** @param visit whether that was enough */
async function walk(folder: string, depth: number, visit: (path: string) => boolean): Promise<boolean> {
  if (depth > MAX_DEPTH) return false;
  const entries = await opendir(folder).catch(() => undefined); // It may be closed to this user.
  if (!entries) return false;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !LEFT_OUT.has(entry.name) && (await walk(path, depth + 1, visit))) return true;
    if (entry.isFile() && visit(path)) return true;
  }
  return false;
}

function shuffle(paths: string[], random: Random): readonly string[] {
  for (let last = paths.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [paths[last], paths[other]] = [paths[other] ?? '', paths[last] ?? ''];
  }
  return paths;
}

async function* readTexts(path: string, random: Random): AsyncGenerator<HarmlessText> {
  const text = await readTextFile(path);
  if (text === undefined) return;
  let number = 0;
  for await (const piece of text.length > MAX ? cut([text], random) : cutWhole(text)) {
    yield toText(`${path}${number > 0 ? ` #${number}` : ''}`, piece);
    if (++number >= MAX_PIECES) return;
  }
}

const cutWhole = (text: string): readonly string[] => (text.length < MIN ? [] : [text]);

/** `undefined`: it cannot be read, is too long or is no text. */
export async function readTextFile(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) return undefined;
    const raw = await readFile(path);
    const bytes = path.endsWith('.gz') ? await promisify(gunzip)(raw, { maxOutputLength: MAX_FILE_BYTES }) : raw;
    return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString() : undefined;
  } catch {
    return undefined; // Closed to this user, or gone meanwhile.
  }
}

export const nameMatches =
  (pattern: RegExp): ((path: string) => boolean) =>
  (path) =>
    pattern.test(basename(path));
