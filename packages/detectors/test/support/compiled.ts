import { Catalogue } from '../../src/catalogue/catalogue.js';
import { compile } from '../../src/catalogue/compile.js';
import type { Decoder } from '../../src/decoders/decoder.js';
import type { Family } from '../../src/detector.js';

/** A catalogue of these alone. */
export const compiled = (families: readonly Family[], decoders: readonly Decoder[] = []): Catalogue =>
  new Catalogue(compile(families, decoders), (name) => families.find((family) => family.name === name)!);
