import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/mcp-guard-tests/', import.meta.url));

/**
 * A program of the tests without its types: a server starts several hundred times, and each time Node would need 60 ms of
 * CPU for what strips them. It may import nothing by a relative path but types.
 * @returns the path of the JavaScript
 */
export function stripped(program: URL): string {
  const path = join(FOLDER, basename(program.pathname, '.ts') + '.mjs');
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, withoutTypes(readFileSync(program, 'utf8')));
  renameSync(`${path}.${process.pid}`, path); // other workers do the same
  return path;
}

/** Node warns at the first call that the function is experimental. */
function withoutTypes(text: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
