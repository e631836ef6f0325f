import { parseConfig } from '../src/load.js';
import { ConfigError } from '../src/problems.js';
import type { Config } from '../src/schema.js';

export const parse = (yaml: string, variables: Readonly<Record<string, string>> = {}): Config =>
  parseConfig(yaml, 'f.yaml', new Map(Object.entries(variables)));

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
