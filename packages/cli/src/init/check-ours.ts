import { GuardError } from '@mcp-guard/core';
import { MAX_CONFIG_BYTES, MAX_SECRETS_BYTES, parseConfig, parseSecrets, withSecrets } from '@mcp-guard/policy';
import type { Changes } from './changes.js';
import type { OurState } from './our-state.js';

/**
 * Reads our own new files as the daemon will. Throws CONFIG_INVALID, with every problem, if the daemon would
 * refuse them: then no server at all would be behind the guard.
 * @param env values of `${NAME}` beside the secrets
 */
export function checkOurs(
  { config: before, configPath, secretsPath }: OurState,
  { config, secrets }: Pick<Changes, 'config' | 'secrets'>,
  env: NodeJS.ProcessEnv,
): void {
  if (config === (before ?? '')) return;
  insistOnSize(configPath, config, MAX_CONFIG_BYTES);
  insistOnSize(secretsPath, secrets, MAX_SECRETS_BYTES);
  parseConfig(config, configPath, withSecrets(env, parseSecrets(secrets, secretsPath)));
}

function insistOnSize(path: string, text: string, max: number): void {
  if (Buffer.byteLength(text) <= max) return;
  throw new GuardError('CONFIG_INVALID', `${path} would be larger than ${max} bytes, and nothing was changed`);
}
