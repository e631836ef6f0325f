import { isNode, isScalar, visit, type Document } from 'yaml';
import type { ProblemList } from './problems.js';

/** Each key is plain text that stands there once, and each alias is of an anchor before it. */
export function checkKeysAndAliases(document: Document, problems: ProblemList): void {
  const anchors = new Set<string>();
  visit(document, {
    Map(_, { items, anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
      const names = new Set<string>();
      for (const { key } of items) {
        const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
        const name = isScalar(key) ? String(key.value) : undefined; // `1` and `"1"` become the same key
        if (name === undefined) problems.addAtOffset(at, 'a key is plain text');
        // zod's records skip this key silently; here nothing is ignored.
        else if (name === '__proto__') problems.addAtOffset(at, '__proto__ cannot be a key');
        else if (name.includes('${')) problems.addAtOffset(at, 'a variable cannot stand in a key');
        else if (names.has(name)) problems.addAtOffset(at, 'duplicate key');
        if (name !== undefined) names.add(name);
      }
    },
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, { source, range }) {
      if (!anchors.has(source)) problems.addAtOffset(range?.[0] ?? 0, `nothing before has the anchor &${source}`);
    },
  });
}
