import { lstatSync, type Stats } from 'node:fs';
import type { Looks } from '@mcp-guard/policy';

/** Nothing where there is nothing, or nothing that we may see. */
export function look(path: string, looks?: Looks): Stats | undefined {
  try {
    looks?.take(path);
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
