import { hash } from 'node:crypto';
import { safeJson } from '@mcp-guard/core';
import { checkBase } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { count } from '../output/count.js';
import { readBaseText } from './read-base-text.js';

/** Checks a base by itself and shows its hash. Throws CONFIG_INVALID, with every problem. */
export function showChecked(
  { print, note }: Pick<CommandTools, 'print' | 'note'>,
  named: string,
  isJson: boolean,
): void {
  const { path, text } = readBaseText(named);
  const { servers, warnings } = checkBase(text, path);
  const sha256 = hash('sha256', text);
  if (isJson) return print(safeJson({ path, servers, sha256, warnings }));
  print(`${path} is a valid base: ${count(servers, 'server')}`);
  print(`sha256: ${sha256}`);
  for (const warning of warnings) note(`warning: ${warning}`);
}
