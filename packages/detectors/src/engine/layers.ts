import type { Reading } from '../decoders/decoder.js';

/** As few lists as hold all readings in order and without overlap. */
export function toLayers(lists: readonly (readonly Reading[])[]): readonly (readonly Reading[])[] {
  if (lists.length <= 1) return lists;
  const layers: Reading[][] = [];
  for (const reading of lists.reduce(merge)) {
    const layer = layers.find((each) => (each.at(-1)?.end ?? 0) <= reading.start);
    if (layer) layer.push(reading);
    else layers.push([reading]);
  }
  return layers;
}

function merge(some: readonly Reading[], others: readonly Reading[]): readonly Reading[] {
  const all: Reading[] = [];
  let next = 0;
  for (const reading of some) {
    for (let other = others[next]; other && other.start < reading.start; other = others[++next]) all.push(other);
    all.push(reading);
  }
  return all.concat(others.slice(next));
}
