import { toPointer, type JsonEdit, type Message } from '@mcp-guard/core';
import type { JsonPath } from '@mcp-guard/detectors';
import type { AskedRequest } from './asked-request.js';
import { FOR_THIS_CLIENT_ONLY } from './for-this-client-only.js';
import { isDefinition, isProbe } from '../extensions/methods.js';

/** The place of something that may not pass, and how people read it: as a JSON pointer without what was found. */
export interface FoundAt {
  readonly path: JsonPath;
  readonly pointer: string;
}

/** Members that are taken out of a server's description of itself. */
export interface WithheldMembers {
  readonly edits: readonly JsonEdit[];
  /** For the record: which. */
  readonly note: string;
  /** Findings go with them. */
  readonly covers: (path: JsonPath) => boolean;
}

/**
 * Takes the members out of a server's description of itself in which something stands that may not pass: its instructions,
 * titles and descriptions, capabilities beyond the protocol, and metadata. The rest of it keeps its bytes, and the server
 * can be used. `undefined` if none can be spared.
 */
export function withholdMembers(
  message: Message,
  answers: AskedRequest | undefined,
  found: readonly FoundAt[],
): WithheldMembers | undefined {
  if (message.kind !== 'result' || !answers) return undefined;
  const gone = new Map<string, FoundAt>();
  for (const { path, pointer } of found) {
    const place = spared(path, answers.method);
    if (place) gone.set(keyOf(place), { path: place, pointer: pointer.split('/', place.length + 1).join('/') });
  }
  if (gone.size === 0) return undefined;
  const all = [...gone.values()];
  const named = all.slice(0, MAX_NAMED).map(({ pointer }) => pointer);
  const more = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : '';
  const edits = all.map(({ path }): JsonEdit => ({ path, value: undefined }));
  return {
    edits: answers.modern ? [...edits, ...FOR_THIS_CLIENT_ONLY] : edits,
    note: `withheld ${named.join(', ')}${more}`,
    covers: (path) => gone.has(keyOf(spared(path, answers.method) ?? [])),
  };
}
const MAX_NAMED = 10;

const keyOf = (place: JsonPath): string => toPointer(place.map(String));

/** A client needs these parts of an answer, down to the objects whose other members it can do without. */
interface Needed {
  readonly [key: string]: Needed | 'whole';
}
const CAPABILITY: Needed = {};
const SELF: Needed = {
  protocolVersion: 'whole',
  supportedVersions: 'whole',
  resultType: 'whole',
  cacheScope: 'whole',
  ttlMs: 'whole',
  _meta: {},
  serverInfo: { name: 'whole', version: 'whole' },
  capabilities: {
    tools: CAPABILITY,
    prompts: CAPABILITY,
    resources: CAPABILITY,
    experimental: CAPABILITY,
    extensions: CAPABILITY,
  },
};

/** The outermost member around a place that can be spared. */
function spared(path: JsonPath, method: string): JsonPath | undefined {
  if (path[0] !== 'result' || !isDefinition(method)) return undefined;
  if (!isProbe(method) && path[1] !== '_meta') return undefined;
  let needed: Needed = SELF;
  for (let depth = 2; depth <= path.length; depth++) {
    const step = path[depth - 1] ?? '';
    const next: Needed[string] | undefined = Object.hasOwn(needed, step) ? needed[step] : undefined;
    if (next === undefined) return path.slice(0, depth);
    if (next === 'whole') return undefined;
    needed = next;
  }
  return undefined;
}
