import { GuardError } from '@mcp-guard/core';
import { MAX_BASE_BYTES } from '../bases/download-base.js';
import { findBaseWarnings } from './base-warnings.js';
import { parseBase } from '../loading/load.js';

/** A valid base by itself. */
export interface CheckedBase {
  /** Entries for servers. */
  readonly servers: number;
  /** Each with its place in the file. */
  readonly warnings: readonly string[];
  readonly version: number | undefined;
}

/** Checks the text of a base without a file that extends it. Throws a `ConfigError` that names every problem. */
export function checkBase(text: string, name: string): CheckedBase {
  if (Buffer.byteLength(text) > MAX_BASE_BYTES) {
    throw new GuardError('CONFIG_INVALID', `${name} is larger than ${MAX_BASE_BYTES} bytes`);
  }
  const { file, yaml } = parseBase(text, name);
  return {
    servers: Object.keys(file.servers).length,
    version: file.version,
    warnings: findBaseWarnings(file).map(([place, what]) => `${yaml.locate(place)}: ${what}`),
  };
}
