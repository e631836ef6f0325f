import { GuardError } from '@mcp-guard/core';
import { secretLines } from '@mcp-guard/core/launch';
import { fillEnvironment, type StdioServer } from '@mcp-guard/policy';

/** One start of a server gets these besides the usual ones. */
export interface ServerEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Some of it came from the client. */
  readonly isFilled: boolean;
  /** Values that are hidden if it repeats them on its standard error: `secretLines`. */
  readonly secrets: readonly string[];
}

/** Logins in addresses of proxies, as they are written there and as programs read them. */
export const loginsIn = (terminal: Readonly<Record<string, string>>): readonly string[] =>
  Object.values(terminal).flatMap((value) => {
    const url = value.includes('@') ? URL.parse(value) : null;
    return url?.password ? [url.password, decode(url.password)] : [];
  });

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The `env` of a server's entry with the client's values. Throws CONFIG_INVALID with the names of missing values.
 * @param secrets of the secrets file; those in its entry are its own
 * @param logins of the proxies in its environment
 */
export function serverEnvironment(
  server: string,
  { env: own, args }: Pick<StdioServer, 'args' | 'env'>,
  forward: ReadonlyMap<string, string>,
  secrets: readonly string[],
  logins: readonly string[] = [],
): ServerEnvironment {
  const { env, taken, missing } = fillEnvironment(own, forward);
  if (missing.length === 0) {
    const texts = [...Object.values(env), ...args];
    const its = secrets.filter((secret) => texts.some((text) => text.includes(secret)));
    return { env, isFilled: taken.length > 0, secrets: secretLines(env, [...its, ...taken, ...logins]) };
  }
  const names = missing.join(', ');
  throw new GuardError('CONFIG_INVALID', `the server ${server} wants ${names} of the client, which does not send it`, {
    hint: `set ${names} in the env of the client's entry, and there MCP_GUARD_FORWARD to "${[...forward.keys(), ...missing].join(',')}"`,
  });
}
