import { parseFile } from '../src/load.js';
import { ConfigError } from '../src/problems.js';
import type { ConfigFile } from '../src/schema/config.js';

export const parse = (yaml: string, variables: Readonly<Record<string, string>> = {}): ConfigFile =>
  parseFile(yaml, 'f.yaml', new Map(Object.entries(variables))).file;

/** Every problem of a text, without the file's name; none when it loads. */
export function problemsOf(yaml: string, variables: Readonly<Record<string, string>> = {}): readonly string[] {
  try {
    parse(yaml, variables);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((line) => line.replace(/^f\.yaml:/, ''));
  }
}
