import {
  hasFoldedKey,
  isObject,
  member,
  type Fingerprints,
  type JsonEdit,
  type JsonValue,
  type Result,
  type WithheldItem,
} from '@mcp-guard/core';
import type { DecidedFinding } from '../inspect.js';
import type { PiiRules } from '../../pii-rules.js';
import { FOR_THIS_CLIENT_ONLY } from '../../exchange/for-this-client-only.js';
import type { AskedRequest } from '../../exchange/asked-request.js';
import type { ServerList } from '../../extensions/extension.js';
import { ITEM_KEYS, LIST_KEYS, listOf } from '../../extensions/methods.js';
import { isPlain } from '../../texts/plain-name.js';
import { itemKey, type ItemKey } from './item-keys.js';
import { hasRoom } from './room.js';

/** The parts that are taken out of a response. */
export interface Withholding {
  readonly edits: readonly JsonEdit[];
  /** Types of the findings in them. */
  readonly types: readonly string[];
  /** Items to be remembered; those without findings may be used again. */
  readonly items: readonly WithheldItem[];
  /** For the record: which, of how many. */
  readonly note: string;
  /** Findings go with them. */
  readonly covers: (decided: DecidedFinding) => boolean;
}

export interface WithholdOptions {
  readonly rules: PiiRules;
  readonly fingerprints: Fingerprints;
  /** Items that were taken out of this server's lists before. */
  readonly known: readonly WithheldItem[];
}

/**
 * Takes the items that content rules refuse out of a server's list; the rest of it passes. An item that they refused
 * before may be used again once its definition is clean: a model was never shown another one.
 * `undefined` if nothing has to go, or if the list cannot be split: a finding stands outside of its items, or an
 * item has no name by which calls of it could be refused.
 */
export function withhold(
  { result }: Result,
  { method, modern }: AskedRequest,
  blocked: readonly DecidedFinding[],
  { rules, fingerprints, known }: WithholdOptions,
): Withholding | undefined {
  const list = listOf(method);
  const before = list ? known.filter((item) => item.kind === list.items) : [];
  if (blocked.length === 0 && before.length === 0) return undefined;
  const items = list && result[list.items];
  if (!list || !Array.isArray(items) || hasFoldedKey(result, LIST_KEYS)) return undefined;
  const keys = items.map((item) =>
    isReadable(item) ? itemKey(fingerprints, list.items, member(item, list.name)) : undefined,
  );
  const fresh = toItems(blocked, list, keys);
  if (!fresh || !hasRoom(known, fresh)) return undefined;

  // Also items with the same name: a client could take either.
  const byKey = new Map(fresh.map((item) => [item.key, item]));
  const listed = new Set(keys.map((item) => item?.key));
  const released = before.filter(({ key }) => listed.has(key) && !byKey.has(key)).map(toReleased);
  const indices = [...keys.keys()].filter((index) => byKey.has(keys[index]?.key ?? ''));
  if (indices.length + released.length === 0) return undefined;
  const edits: JsonEdit[] = indices.map((index) => ({ path: ['result', list.items, index], value: undefined }));
  if (modern && indices.length > 0) edits.push(...FOR_THIS_CLIENT_ONLY);
  const gone = indices.flatMap((index) => byKey.get(keys[index]?.key ?? '') ?? []);
  const names = indices.slice(0, MAX_NAMED).map((index) => nameOf(member(items[index], list.name), index, rules));
  const more = indices.length > MAX_NAMED ? ` and ${indices.length - MAX_NAMED} more` : '';
  const places = new Set(indices);
  return {
    edits,
    types: gone.flatMap(({ findings }) => findings.map(({ type }) => type)),
    items: [...fresh, ...released],
    note:
      indices.length > 0
        ? `withheld ${indices.length} of ${items.length} ${list.items}: ${names.join(', ')}${more}`
        : `${released.length} of the ${list.items} may be used again: no rule refuses them any more`,
    covers: (decided) => places.has(indexOf(decided, list) ?? -1),
  };
}
const MAX_NAMED = 10;

const toReleased = (item: WithheldItem): WithheldItem => ({ ...item, findings: [] });

/** Remembers the items with findings; `undefined` if a finding stands in no item, or in one without a key. */
function toItems(
  blocked: readonly DecidedFinding[],
  list: ServerList,
  keys: readonly (ItemKey | undefined)[],
): readonly WithheldItem[] | undefined {
  const items = new Map<string, WithheldItem>();
  for (const decided of blocked) {
    const key = keys[indexOf(decided, list) ?? -1];
    if (!key) return undefined;
    const findings = items.get(key.key)?.findings ?? [];
    if (findings.length >= MAX_FINDINGS) continue;
    const { finding, path, fingerprint } = decided;
    const found = { type: finding.type, confidence: finding.confidence, path, fingerprint: fingerprint() };
    items.set(key.key, { ...key, findings: [...findings, found] });
  }
  return [...items.values()];
}
/** Findings of one item; more would not make it clearer. */
const MAX_FINDINGS = 16;

/** The item that contains a finding. */
function indexOf({ finding: { path } }: DecidedFinding, list: ServerList): number | undefined {
  const [section, items, index] = path;
  return section === 'result' && items === list.items && typeof index === 'number' ? index : undefined;
}

const isReadable = (item: JsonValue | undefined): boolean => isObject(item) && !hasFoldedKey(item, ITEM_KEYS);

/** A name that is not plain may be the finding itself, so its place is shown instead. */
export const nameOf = (name: JsonValue | undefined, index: number, rules: PiiRules): string =>
  typeof name === 'string' && isPlain(name, rules) ? name : `#${index}`;
