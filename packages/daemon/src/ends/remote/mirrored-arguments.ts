import { isObject, member, numberTexts, parseJson, toPointer, type JsonValue } from '@mcp-guard/core';
import { paramsOf } from './sent-message.js';
import { toHeaderValue } from './header-value.js';

/** An argument that a header repeats, by the annotation `x-mcp-header` of its schema. */
interface Mirrored {
  readonly path: readonly string[];
  readonly header: string;
}

/** A longer list of tools is not searched for annotations, in bytes. */
const MAX_LIST_BYTES = 4 * 2 ** 20;
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
    const hasAny = bytes.includes(ANNOTATION) || bytes.includes('\\u');
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
    const args = paramsOf(bytes)?.['arguments'];
    const headers: Record<string, string> = {};
    for (const { path, header } of mirrored) {
      const value = path.reduce<JsonValue | undefined>((node, key) => member(node, key), args);
      const text = textOf(value, bytes, ['params', 'arguments', ...path]);
      if (text !== undefined) headers[header] = toHeaderValue(text);
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

/** Numbers in the digits that are sent. */
function textOf(value: JsonValue | undefined, bytes: Buffer, path: readonly string[]): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  if (Number.isSafeInteger(value) || !Number.isInteger(value)) return String(value);
  const digits = numberTexts(bytes, path).get(toPointer(path));
  return digits !== undefined && INTEGER.test(digits) ? digits : undefined;
}
