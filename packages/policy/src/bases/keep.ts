import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { writePrivate } from '@mcp-guard/core/private-file';

/** Writes a private file, in a folder that is made for it. Throws CONFIG_INVALID. */
export function keep(path: string, text: string): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writePrivate(path, text);
  } catch (cause) {
    throw new GuardError('CONFIG_INVALID', `the base cannot be kept in ${folder}`, { cause });
  }
}
