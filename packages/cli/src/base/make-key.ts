import { resolve } from 'node:path';
import { GuardError, safe, safeJson } from '@mcp-guard/core';
import { createPrivate } from '@mcp-guard/core/private-file';
import { createKeys } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';

/** Writes a new private key, readable by its owner alone, and prints the public one. Never replaces a file. */
export function makeKey(
  { print, note }: Pick<CommandTools, 'print' | 'note'>,
  file: string,
  { json }: { json?: true },
): void {
  const path = resolve(file);
  const shown = safe(path, 500);
  const { privateKey, publicKey } = createKeys();
  if (!write(path, privateKey))
    throw new GuardError('CONFIG_INVALID', `${shown} is there already; nothing was written`);
  print(json ? safeJson({ file: path, public_key: publicKey }) : `public_key: ${publicKey}`);
  note(`the private key is in ${shown}: keep it where only publishers of the base are`);
}

function write(path: string, text: string): boolean {
  try {
    return createPrivate(path, text);
  } catch (cause) {
    throw new GuardError('CONFIG_INVALID', `${safe(path, 500)} cannot be written`, { cause });
  }
}
