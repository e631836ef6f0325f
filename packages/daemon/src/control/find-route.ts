import { GuardError } from '@mcp-guard/core';
import type { ControlRoute } from './control-route.js';

export interface FoundRoute {
  readonly route: ControlRoute;
  /** What stands in the place of `:id`; empty for a route without one. */
  readonly id: string;
}

/** Throws MALFORMED_MESSAGE if there is none. @param path without its query */
export function findRoute(routes: readonly ControlRoute[], method: string, path: string): FoundRoute {
  for (const route of routes) {
    const id = route.method === method ? matchPath(route.path, path) : undefined;
    if (id !== undefined) return { route, id };
  }
  throw new GuardError('MALFORMED_MESSAGE', 'the daemon does not know this request', {
    hint: { words: 'if mcp-guard was updated meanwhile:', command: 'mcp-guard restart' },
  });
}

/** `/approvals/:id/detail` matches with any one segment in its place. */
function matchPath(pattern: string, path: string): string | undefined {
  const [begin = '', end] = pattern.split(':id', 2);
  if (end === undefined) return pattern === path ? '' : undefined;
  if (!path.startsWith(begin) || !path.endsWith(end)) return undefined;
  const id = path.slice(begin.length, path.length - end.length);
  return id === '' || id.includes('/') ? undefined : decode(id);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
