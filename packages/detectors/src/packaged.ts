import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { Catalogue } from './catalogue/catalogue.js';
import type { Described, Family } from './detector.js';

/*
 * The detectors of the package that is published, in the place of `built-in.ts`: the bundle has what was compiled in a
 * file, and each family in a file of its own, which is loaded when one of its words or shapes is met. All threads of a
 * process share the bytes.
 */

const FILE = fileURLToPath(new URL('catalogue.bin', import.meta.url));
/** The bundle has the SHA-256 of its file here, in hex. */
const DIGEST = 'of catalogue.bin';
/** Threads are started with it. */
const SHARED = 'mcp-guard catalogue';

const load = createRequire(import.meta.url);

function familyOf(name: string): Family {
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- the bundle has made this file
  const { family }: { readonly family: Family } = load(`./families/${name}.js`);
  return family;
}

/** Throws for a file that is not the one of this program: it would look for something else than is promised. */
function readBytes(): SharedArrayBuffer {
  const found = readFile();
  const digest = createHash('sha256').update(new Uint8Array(found)).digest('hex');
  if (digest !== DIGEST)
    throw new Error(`${FILE} is cut, was changed or is of another version; install mcp-guard again`);
  setEnvironmentData(SHARED, found);
  return found;
}

function readFile(): SharedArrayBuffer {
  try {
    const file = openSync(FILE, 'r');
    try {
      const shared = new SharedArrayBuffer(fstatSync(file).size);
      const bytes = new Uint8Array(shared);
      for (let at = 0, count = 1; count > 0; at += count) count = readSync(file, bytes, at, bytes.length - at, at);
      return shared;
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new Error(`${FILE} cannot be read; install mcp-guard again`, { cause });
  }
}

const known = getEnvironmentData(SHARED);
const CATALOGUE = new Catalogue(new Uint8Array(known instanceof SharedArrayBuffer ? known : readBytes()), familyOf);

/** See `built-in.ts`. */
export const TYPES_IN_ORDER: readonly Described[] = CATALOGUE.types;

export const openCatalogue = (): Catalogue => CATALOGUE;

/**
 * Loads the code of all families, one after each pause. A program that runs for long does so before an update puts the
 * files of another version in their place.
 */
export const loadFamilies = (pause: () => Promise<unknown>): Promise<void> => CATALOGUE.loadAll(pause);
