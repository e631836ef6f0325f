import { baseSchema } from '../schema/base.js';
import { YamlFile } from '../text/yaml-file.js';

/** The version that a base says it has; nothing if it says none that counts. Throws a `ConfigError` if it is no YAML. */
export const versionOf = (text: string, name: string): number | undefined =>
  new YamlFile(text, name, undefined).readSection('version', baseSchema.shape.version);
