import type { Layers } from './layers.js';

/** All of them together. It needs no schema, so that a thread that judges messages loads none. */
export function joinLayers([first, ...others]: readonly [Layers, ...(readonly Layers[])]): Layers {
  const names = Object.keys(first) as readonly (keyof Layers)[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- every `Layers` has all sections
  const joined = names.map((name) => [name, [first, ...others].flatMap((layers): readonly unknown[] => layers[name])]);
  return Object.fromEntries(joined) as Layers; // oxlint-disable-line typescript/no-unsafe-type-assertion -- as above
}
