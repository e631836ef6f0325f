import { foldName, nameViews, uriViews, type Fingerprints, type JsonValue, type WithheldItem } from '@mcp-guard/core';

/** Longer names are not distinguished: an item with one is not taken out of a list by itself. */
const MAX_NAME = 8192;

/** The key of an item in requests for it. */
export type ItemKey = Pick<WithheldItem, 'kind' | 'key' | 'prefix'>;

/** `undefined` if no request for it could be recognised. */
export function itemKey(fingerprints: Fingerprints, kind: string, name: JsonValue | undefined): ItemKey | undefined {
  const known = settle(kind, name);
  if (known === undefined) return undefined;
  if (kind !== TEMPLATES) return { kind, key: fingerprints.bind(kind, known), prefix: 0 };
  // Whatever is put into a template, its begin stays; a template that begins with a variable could be any resource.
  const begin = known.split('{', 1)[0] ?? '';
  return begin === '' ? undefined : { kind, key: fingerprints.bind(kind, begin), prefix: begin.length };
}

/** The item that a name or a URI asks for; `'unclear'` if it could be any. */
export function findItem(
  fingerprints: Fingerprints,
  items: readonly WithheldItem[],
  name: JsonValue | undefined,
): WithheldItem | 'unclear' | undefined {
  // Also the name for a reader whose texts end at a NUL.
  for (const view of typeof name === 'string' ? nameViews(name) : [name]) {
    const found = findExactly(fingerprints, items, view);
    if (found) return found;
  }
  return undefined;
}

function findExactly(
  fingerprints: Fingerprints,
  items: readonly WithheldItem[],
  name: JsonValue | undefined,
): WithheldItem | 'unclear' | undefined {
  const keys = new Map<string, string>(); // Computed once for all items of a kind and a length.
  const settled = new Map<string, string | undefined>();
  for (const item of items) {
    if (!settled.has(item.kind)) settled.set(item.kind, settle(item.kind, name));
    const known = settled.get(item.kind);
    if (known === undefined) return 'unclear';
    const of = `${item.kind} ${item.prefix}`;
    let key = keys.get(of);
    if (key === undefined) {
      key = fingerprints.bind(item.kind, item.prefix === 0 ? known : known.slice(0, item.prefix));
      keys.set(of, key);
    }
    if (key === item.key) return item;
  }
  return undefined;
}

/** One spelling for all names that a server may take for the same. */
function settle(kind: string, name: JsonValue | undefined): string | undefined {
  if (typeof name !== 'string' || name.length > MAX_NAME) return undefined;
  return kind === 'tools' || kind === 'prompts' ? foldName(name) : uriViews(name)?.same.at(-1);
}
const TEMPLATES = 'resourceTemplates';
