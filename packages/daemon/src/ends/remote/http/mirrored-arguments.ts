import { isObject, member, parseJson, toPointer, type JsonValue } from '@mcp-guard/core';
import { toHeaderValue } from './header-value.js';
import { findTexts, readString, type Wanted } from '../json-members.js';

/** An argument that a header repeats, by the annotation `x-mcp-header` of its schema. */
interface Mirrored {
  readonly path: readonly string[];
  readonly header: string;
}

/** A longer list of tools is not searched for annotations, in bytes. */
const MAX_LIST_BYTES = 2 * 2 ** 20;
const MAX_TOOLS = 4096;
/** Annotations of one tool. */
const MAX_MIRRORED = 64;
const MAX_DEPTH = 32;

const ANNOTATION = 'x-mcp-header';
/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;
const TYPES: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean', 'number']);
const INTEGER = /^-?\d{1,64}$/;

/** The headers `Mcp-Param-*` of modern calls, by the lists of tools that the server has sent to this session. */
export class MirroredArguments {
  /** By tool. Most have none, and are not in here. */
  readonly #byTool = new Map<string, readonly Mirrored[]>();

  /** Reads the response to `tools/list` as it came. */
  observe(bytes: Buffer): void {
    const hasAny = bytes.includes(ANNOTATION);
    if (bytes.length > MAX_LIST_BYTES || (!hasAny && this.#byTool.size === 0)) return;
    for (const tool of toolsIn(bytes)) {
      const name = member(tool, 'name');
      if (typeof name !== 'string') continue;
      const mirrored: Mirrored[] = [];
      collect(member(tool, 'inputSchema'), [], mirrored);
      this.#byTool.delete(name);
      if (mirrored.length > 0 && this.#byTool.size < MAX_TOOLS) this.#byTool.set(name, mirrored);
    }
  }

  /** @param bytes the call as it is sent */
  headersFor(tool: string | undefined, bytes: Buffer): Record<string, string> {
    const mirrored = tool === undefined ? undefined : this.#byTool.get(tool);
    if (!mirrored) return {};
    const headers: Record<string, string> = {};
    const found = findTexts(bytes, toWanted(mirrored));
    for (const { path, header } of mirrored) {
      const value = toText(found.get(toPointer(['params', 'arguments', ...path])));
      if (value !== undefined) headers[header] = toHeaderValue(value);
    }
    return headers;
  }
}

function toolsIn(bytes: Buffer): readonly JsonValue[] {
  try {
    const tools = member(member(parseJson(bytes.toString()), 'result'), 'tools');
    return Array.isArray(tools) ? tools : [];
  } catch {
    return []; // the session refuses it
  }
}

/** An annotation counts where a chain of `properties` leads to it. */
function collect(schema: JsonValue | undefined, path: readonly string[], found: Mirrored[]): void {
  const name = member(schema, ANNOTATION);
  const isOne = path.length > 0 && typeof name === 'string' && TOKEN.test(name) && TYPES.has(member(schema, 'type'));
  if (isOne && found.length < MAX_MIRRORED) found.push({ path, header: `mcp-param-${name.toLowerCase()}` });
  const properties = member(schema, 'properties');
  if (!isObject(properties) || path.length === MAX_DEPTH) return;
  for (const [key, inner] of Object.entries(properties)) collect(inner, [...path, key], found);
}

/** What a header repeats of a value: numbers in the digits that are sent, and neither `null` nor what has parts. */
function toText(json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  if (json.startsWith('"')) return readString(json);
  if (json === 'true' || json === 'false' || INTEGER.test(json)) return json;
  const number = Number(json);
  return json !== 'null' && Number.isFinite(number) ? String(number) : undefined;
}

function toWanted(mirrored: readonly Mirrored[]): Wanted {
  let wanted: Wanted = {};
  for (const { path } of mirrored) wanted = withPath(wanted, path);
  return { params: { arguments: wanted } };
}

function withPath(wanted: Wanted, [key = '', ...rest]: readonly string[]): Wanted {
  const inner = Object.hasOwn(wanted, key) ? wanted[key] : undefined;
  const own = rest.length === 0 ? true : withPath(inner === true || inner === undefined ? {} : inner, rest);
  return Object.fromEntries([...Object.entries(wanted), [key, own]]);
}
