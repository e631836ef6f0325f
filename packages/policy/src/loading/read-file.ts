import { checkAuth } from './check-auth.js';
import { baseSchema, type BaseFile } from '../schema/base.js';
import { configSchema, type ConfigFile } from '../schema/config.js';
import type { Variables } from '../text/variables.js';
import { YamlFile } from '../text/yaml-file.js';

/** A file with its problems. */
export interface Read<File> {
  readonly yaml: YamlFile;
  /** Missing if the file is invalid. */
  readonly file: File | undefined;
}

export function readFile(text: string, name: string, variables: Variables): Read<ConfigFile> {
  const yaml = new YamlFile(text, name, variables);
  const file = yaml.read(configSchema);
  const auth = file ? file.auth : yaml.readSection('auth', configSchema.shape.auth);
  if (auth) checkAuth(auth, yaml.problems);
  return { yaml, file };
}

export function readBaseFile(text: string, name: string): Read<BaseFile> {
  const yaml = new YamlFile(text, name, undefined);
  const file = yaml.read(baseSchema);
  const auth = file ? file.auth : yaml.readSection('auth', baseSchema.shape.auth);
  if (auth) checkAuth(auth, yaml.problems);
  return { yaml, file };
}

/**
 * Loads a text that the caller has already read. Throws a `ConfigError`.
 * @param name how problems name the text
 */
export const parseFile = (text: string, name: string, variables: Variables): { file: ConfigFile; yaml: YamlFile } =>
  insist(readFile(text, name, variables));

export const parseBase = (text: string, name: string): { file: BaseFile; yaml: YamlFile } =>
  insist(readBaseFile(text, name));

function insist<File>({ yaml, file }: Read<File>): { file: File; yaml: YamlFile } {
  yaml.problems.throwAny();
  if (file === undefined) throw new Error('a schema that refuses names a problem');
  return { file, yaml };
}
