import { lstatSync, type Stats } from 'node:fs';
import type { FsBudget } from '@mcp-guard/policy';

/** Nothing where there is nothing, or nothing that we may see. */
export function look(path: string, looks?: FsBudget): Stats | undefined {
  try {
    looks?.spend(path);
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
