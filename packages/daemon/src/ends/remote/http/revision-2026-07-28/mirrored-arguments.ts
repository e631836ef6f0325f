import { member, tryParseJson, toPointer, type JsonValue } from '@mcp-guard/core';
import { readHeaderAnnotations, type HeaderAnnotations, type MirroredArgument } from '@mcp-guard/rules';
import { toHeaderValue } from './header-value.js';
import { findTexts, readString, type Wanted } from '../../json-members.js';

/** A longer list of tools is not searched for annotations, in bytes. */
const MAX_LIST_BYTES = 2 * 2 ** 20;
const MAX_TOOLS = 4096;
const ANNOTATION = 'x-mcp-header';
const INTEGER = /^-?\d{1,64}$/;

/** The headers `Mcp-Param-*` of modern calls, by the lists of tools that the server has sent to this session. */
export class MirroredArguments {
  /** Annotations by tool. Most have none, and are not in here. */
  readonly #byTool = new Map<string, HeaderAnnotations>();

  /** Reads the response to `tools/list` as it came. */
  observe(bytes: Buffer): void {
    const hasAny = bytes.includes(ANNOTATION);
    if (bytes.length > MAX_LIST_BYTES || (!hasAny && this.#byTool.size === 0)) return;
    for (const tool of toolsIn(bytes)) {
      const name = member(tool, 'name');
      if (typeof name !== 'string') continue;
      const read = readHeaderAnnotations(member(tool, 'inputSchema'));
      const hasSome = read.mirrored.length > 0 || read.fault !== undefined;
      this.#byTool.delete(name);
      if (hasSome && this.#byTool.size < MAX_TOOLS) this.#byTool.set(name, read);
    }
  }

  /** Its annotations cannot be met, so it must not be called. */
  isInvalid(tool: string | undefined): boolean {
    return tool !== undefined && this.#byTool.get(tool)?.fault !== undefined;
  }

  /** @param bytes the call as it is sent */
  headersFor(tool: string | undefined, bytes: Buffer): Record<string, string> {
    const { mirrored } = (tool === undefined ? undefined : this.#byTool.get(tool)) ?? NONE;
    if (mirrored.length === 0) return {};
    const headers: Record<string, string> = {};
    const found = findTexts(bytes, toWanted(mirrored));
    for (const { path, header } of mirrored) {
      const value = toText(found.get(toPointer(['params', 'arguments', ...path])));
      if (value !== undefined) headers[`mcp-param-${header}`] = toHeaderValue(value);
    }
    return headers;
  }
}

const NONE: Pick<HeaderAnnotations, 'mirrored'> = { mirrored: [] };

function toolsIn(bytes: Buffer): readonly JsonValue[] {
  const tools = member(member(tryParseJson(bytes.toString()), 'result'), 'tools');
  return Array.isArray(tools) ? tools : []; // the session refuses what is no JSON
}

/**
 * The text of a value that a header repeats: numbers in the digits that are sent, and neither `null` nor what has
 * parts.
 */
function toText(json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  if (json.startsWith('"')) return readString(json);
  if (json === 'true' || json === 'false' || INTEGER.test(json)) return json;
  const number = Number(json);
  return json !== 'null' && Number.isFinite(number) ? String(number) : undefined;
}

function toWanted(mirrored: readonly MirroredArgument[]): Wanted {
  let wanted: Wanted = {};
  for (const { path } of mirrored) wanted = withPath(wanted, path);
  return { params: { arguments: wanted } };
}

function withPath(wanted: Wanted, [key = '', ...rest]: readonly string[]): Wanted {
  const inner = Object.hasOwn(wanted, key) ? wanted[key] : undefined;
  const own = rest.length === 0 ? true : withPath(inner === true || inner === undefined ? {} : inner, rest);
  return Object.fromEntries([...Object.entries(wanted), [key, own]]);
}
