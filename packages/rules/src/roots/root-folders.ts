import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodePercent, type JsonValue } from '@mcp-guard/core';

const MAX_URI = 8192;
/** Each may be looked up on disk. */
const MAX_SEGMENTS = 128;
/** An absolute path on this machine; a query, a fragment or a backslash is read differently by others. */
const FILE = /^file:\/\/\/(?![/\\])[^?#\\\p{C}]*$/iu;
const UNREADABLE = /[\p{C}\\\ufffd]/u;

/** Folders as they are on disk now: links are followed, also of a folder that is still to be made. */
export class Folders {
  readonly #paths: readonly string[];

  /** @param paths absolute */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** Whether a URI names one of the folders, or what lies below one. A URI that readers may understand differently does not. */
  async hold(uri: JsonValue | undefined): Promise<boolean> {
    const path = toPath(uri);
    if (path === undefined) return false;
    const real = await resolveLinks(path);
    if (real === undefined) return false;
    for (const folder of this.#paths) {
      const allowed = await resolveLinks(folder);
      if (allowed !== undefined && (isWithin(real, allowed) || (await isSameAbove(real, allowed)))) return true;
    }
    return false;
  }
}

function toPath(uri: JsonValue | undefined): string | undefined {
  if (typeof uri !== 'string' || uri.length > MAX_URI || !FILE.test(uri)) return undefined;
  try {
    const path = decodeURIComponent(uri.slice('file://'.length));
    if (UNREADABLE.test(path) || decodePercent(path) !== path) return undefined;
    if (path.split('/').length > MAX_SEGMENTS) return undefined;
    return fileURLToPath(uri) === path ? path : undefined; // else dots, encoded slashes, white space at the end
  } catch {
    return undefined; // not UTF-8, or no URL
  }
}

/** The real path of the deepest ancestor that exists, with the rest behind it; `undefined` when it cannot be told. */
async function resolveLinks(path: string): Promise<string | undefined> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    try {
      return join(await realpath(at), ...missing);
    } catch (error) {
      // A link that leads nowhere may lead anywhere once its target is made.
      if (!isMissing(error) || (await isLink(at)) || at === dirname(at)) return undefined;
      missing.unshift(basename(at));
    }
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const isLink = async (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    (error) => !isMissing(error),
  );

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Whether the folder is the path or above it by what it is on disk: names of one folder may differ in case. */
async function isSameAbove(path: string, folder: string): Promise<boolean> {
  const wanted = await identify(folder);
  if (wanted === undefined) return false;
  for (let at = path; ; at = dirname(at)) {
    if ((await identify(at)) === wanted) return true;
    if (at === dirname(at)) return false;
  }
}

const identify = (path: string): Promise<string | undefined> =>
  stat(path, { bigint: true }).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => undefined,
  );
