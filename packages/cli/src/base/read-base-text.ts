import { resolve } from 'node:path';
import { GuardError, safe } from '@mcp-guard/core';
import { readText, UnreadableFile } from '@mcp-guard/core/text-file';

export interface BaseText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The text of a base that its author works on, so its owner and mode do not matter. Throws CONFIG_INVALID. */
export function readBaseText(named: string): BaseText {
  const path = resolve(named);
  const shown = safe(path, 500);
  try {
    const file = readText(path);
    if (file) return { path, text: file.text };
  } catch (error) {
    if (error instanceof UnreadableFile) throw new GuardError('CONFIG_INVALID', `${shown}: ${error.message}`);
    throw error;
  }
  throw new GuardError('CONFIG_INVALID', `there is no base at ${shown}`);
}
