import { Catalogue } from './catalogue/catalogue.js';
import { compile } from './catalogue/compile.js';
import { DECODERS } from './decoders/registry.js';
import type { Described } from './detector.js';
import { DETECTORS, FAMILIES } from './registry.js';

/* The detectors of this program, compiled where it runs. The package that is published has `packaged.ts` instead. */

/** All types that rules find, in the order of the registry. */
export const TYPES_IN_ORDER: readonly Described[] = DETECTORS;

let opened: Catalogue | undefined;

/** The catalogue, opened for the first text: a program that needs only the names of types does not wait for it. */
export const openCatalogue = (): Catalogue => (opened ??= new Catalogue(compile(FAMILIES, DECODERS), familyOf));

/** All of them are loaded. */
export const loadFamilies = (_pause: () => Promise<unknown>): Promise<void> => Promise.resolve();

function familyOf(name: string): (typeof FAMILIES)[number] {
  const family = FAMILIES.find((each) => each.name === name);
  if (!family) throw new Error(`no family is called ${name}`);
  return family;
}
