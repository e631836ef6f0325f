import { isAlias, isMap, isNode, isScalar, isSeq, type Document } from 'yaml';

/** Values whose places are kept: a file of 1 MB has fewer, but for its aliases. */
const MAX_PLACES = 500_000;

/** Maps the place of every value to where it begins in the document; also below aliases, as far as there are few. */
export function collectPlaces(document: Document): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const collect = (node: unknown, place: string): void => {
    if (places.size >= MAX_PLACES) return;
    if (isNode(node) && node.range) places.set(place, node.range[0]);
    const inner = isAlias(node) ? node.resolve(document) : node;
    if (isMap(inner)) {
      for (const { key, value } of inner.items) {
        const name = isScalar(key) ? String(key.value) : '';
        collect(value ?? key, place === '' ? name : `${place}.${name}`);
      }
    } else if (isSeq(inner)) inner.items.forEach((item, index) => collect(item, `${place}[${index}]`));
  };
  collect(document.contents, '');
  return places;
}
