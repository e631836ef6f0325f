import { hintIn, printDefinition } from '../tool-lists.js';
import { isObject, isQuestion, member, type JsonObject, type JsonValue, type Message } from '@mcp-guard/core';

/** Deeper and longer values decide nothing about where a message goes. */
const MAX_DEPTH = 4;
const MAX_TEXT = 1024;
const MAX_MEMBERS = 32;
const MAX_TOOLS = 2000;

/** What the main thread keeps of a message whose body stays in a worker: enough to pair and record it. */
export function toSkeleton(message: Message): Message {
  const bytes = Buffer.alloc(0);
  if (isQuestion(message)) {
    const params = message.params && thin(message.params, 0);
    return { ...message, params, value: {}, bytes };
  }
  if (message.kind === 'result') return { ...message, result: thinResult(message.result), value: {}, bytes };
  return { ...message, error: thin(message.error, 0), value: {}, bytes };
}

/** Of a list of tools the names stay, too, and hashes of what is said of them. */
function thinResult(result: JsonObject): JsonObject {
  const { tools } = result;
  if (!Array.isArray(tools)) return thin(result, 0);
  const names = tools.slice(0, MAX_TOOLS).map(thinTool);
  return { ...thin(result, 0), tools: names.filter(({ name }) => typeof name === 'string' && name.length <= MAX_TEXT) };
}

function thin(object: JsonObject, depth: number): JsonObject {
  const kept: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (kept.length >= MAX_MEMBERS || key.length > MAX_TEXT) break;
    if (isObject(value) && depth < MAX_DEPTH) kept.push([key, thin(value, depth + 1)]);
    else if (typeof value !== 'object' && (typeof value !== 'string' || value.length <= MAX_TEXT))
      kept.push([key, value]);
  }
  return Object.fromEntries(kept);
}

function thinTool(tool: JsonValue): JsonObject {
  const thinned = { name: member(tool, 'name') ?? null, definition: printDefinition(tool) };
  const readOnlyHint = hintIn(tool);
  return readOnlyHint === undefined ? thinned : { ...thinned, annotations: { readOnlyHint } };
}
