import { isForwardName, isVariableName } from '@mcp-guard/core';
import { ClientText, type ClientValue } from './client-text.js';
import { ConfigError } from './problems.js';
import { readTrusted } from '../paths/trusted-file.js';

/** Values for `${NAME}`: the secrets file first, then the environment of the daemon. */
export type Variables = ReadonlyMap<string, string>;

export const MAX_SECRETS_BYTES = 1_048_576;

export const readVariables = (secretsPath: string, env: NodeJS.ProcessEnv): Variables =>
  withSecrets(env, readSecrets(secretsPath));

export function withSecrets(env: NodeJS.ProcessEnv, secrets: Variables): Variables {
  const variables = new Map<string, string>();
  for (const [name, value] of [...Object.entries(env), ...secrets]) if (value !== undefined) variables.set(name, value);
  return variables;
}

/** The secrets file alone. */
export const readSecrets = (secretsPath: string): Variables =>
  parseSecrets(readTrusted(secretsPath, MAX_SECRETS_BYTES, { private: true }) ?? '', secretsPath);

/** The same for a text that the caller has already read. @param name how problems name the text */
export function parseSecrets(secrets: string, name: string): Variables {
  const variables = new Map<string, string>();
  const problems: string[] = [];
  for (const [index, line] of secrets.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const equals = line.indexOf('=');
    const variable = line.slice(0, equals).trim();
    if (equals < 0 || !isVariableName(variable)) {
      problems.push(`${name}:${index + 1}:1: a line is NAME=value`);
    } else variables.set(variable, unquote(line.slice(equals + 1).trim()));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return variables;
}

const unquote = (value: string): string => (/^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value);

const GAP = /\$\{[^{}]*\}?/g;

/**
 * Replaces `${NAME}` and `${NAME:-default}` once; inserted values are not expanded again. `${client:NAME}` stays open
 * until a client has come.
 * @param missing called for names without a value and for `${` that is no variable
 */
export function expandVariables(
  text: string,
  variables: Variables,
  missing: (what: string) => void,
): string | ClientText {
  const parts: (string | ClientValue)[] = [];
  let end = 0;
  for (const { 0: gap, index } of text.matchAll(GAP)) {
    parts.push(text.slice(end, index), readClientValue(gap, missing) ?? expandVariable(gap, variables, missing));
    end = index + gap.length;
  }
  parts.push(text.slice(end));
  return parts.every((part) => typeof part === 'string') ? parts.join('') : new ClientText(parts);
}

function expandVariable(gap: string, variables: Variables, missing: (what: string) => void): string {
  const [, name = '', fallback] = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?\}$/s.exec(gap) ?? [];
  if (name === '') missing(`${gap} is not a variable`);
  const value = variables.get(name) ?? fallback;
  if (name !== '' && value === undefined) missing(`the variable ${name} is not set; it can be put into secrets.env`);
  return value ?? '';
}

function readClientValue(gap: string, missing: (what: string) => void): ClientValue | undefined {
  const [, client, fallback] = /^\$\{client:(\w+)(?::-(.*))?\}$/s.exec(gap) ?? [];
  if (client === undefined) return undefined;
  if (!isForwardName(client)) missing(`a client cannot be asked for ${client}`);
  return { client, fallback };
}
