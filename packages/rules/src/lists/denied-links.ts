import { isObject, member, type JsonObject, type JsonValue } from '@mcp-guard/core';
import type { NameRules } from '@mcp-guard/policy';

/**
 * Finds a denied resource in a response or a notification: the `uri` of a resource link, of an
 * embedded resource, of a resource that was read or updated. URIs in prose are text.
 */
export function findDeniedLink(value: JsonValue | undefined, resources: NameRules): string | undefined {
  if (Array.isArray(value)) {
    for (const element of value) {
      const rule = findDeniedLink(element, resources);
      if (rule !== undefined) return rule;
    }
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const linked = linkedUri(value);
  const rule = linked === undefined ? undefined : resources.refuses(linked);
  if (rule !== undefined) return rule;
  for (const key in value) {
    const inner = findDeniedLink(value[key], resources);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The URI of a resource, found by its shape anywhere; `null` stands for one that cannot be read. */
function linkedUri(value: JsonObject): JsonValue | undefined {
  const type = member(value, 'type');
  if (type === 'resource_link') return member(value, 'uri') ?? null;
  if (type === 'resource') return member(member(value, 'resource'), 'uri') ?? null;
  const isContents =
    member(value, 'uri') !== undefined && (Object.hasOwn(value, 'text') || Object.hasOwn(value, 'blob'));
  return isContents ? member(value, 'uri') : undefined;
}
