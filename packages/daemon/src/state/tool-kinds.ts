import { isObject, member, type JsonValue } from '@mcp-guard/core';
import { TOOL_KINDS, type Kinds, type ToolKind } from '@mcp-guard/store';

/** Longer than the name of any tool that a person may be asked about. */
export const MAX_NAME = 1024;

/** The kinds that a server claims for the tools of a list. The worse one counts if two tools have one name. */
export function kindsOf(tools: readonly JsonValue[]): Kinds {
  const kinds = new Map<string, ToolKind | null>();
  for (const tool of tools) {
    const name = member(tool, 'name');
    if (typeof name !== 'string' || name.length > MAX_NAME) continue;
    const kind = kindIn(member(tool, 'annotations'));
    const other = kinds.get(name);
    kinds.set(name, other === undefined ? kind : worse(kind, other));
  }
  return kinds;
}

/** Reads MCP's `ToolAnnotations`: a tool that may change something destroys unless it says otherwise. */
function kindIn(annotations: JsonValue | undefined): ToolKind | null {
  if (!isObject(annotations)) return null;
  const [reads, destroys] = [annotations['readOnlyHint'], annotations['destructiveHint']];
  if (destroys === true) return 'destroys'; // also of one that claims to read only
  if (reads === true) return 'reads';
  if (destroys === false) return 'writes';
  return reads === undefined || reads === null ? null : 'destroys';
}

function worse(one: ToolKind | null, other: ToolKind | null): ToolKind | null {
  if (one === other) return one;
  if (one === null || other === null) return 'destroys';
  return TOOL_KINDS.findLast((kind) => kind === one || kind === other) ?? null;
}
