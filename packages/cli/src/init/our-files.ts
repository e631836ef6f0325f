import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { GuardError, isObject, type JsonObject } from '@mcp-guard/core';
import { CANNOT_EDIT } from '../clients/syntax/replace.js';
import type { Change, ParsedText } from '../clients/syntax/syntax.js';
import { parseYaml } from '../clients/syntax/yaml.js';

/**
 * The first lines of a new configuration.
 * @param schema completes keys in an editor; absolute
 */
export const headerFor = (schema?: string): string =>
  `${schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`}# The servers that mcp-guard stands in front of, and what they may do: "mcp-guard validate" checks this file.
# \${NAME} is a line of secrets.env in the guard's home.
`;

/** The schema that comes with the guard; none where it lies elsewhere. @param bin the guard's program */
export function findSchema(bin: string): string | undefined {
  const path = resolve(dirname(bin), '../schemas/mcp-guard.schema.json');
  return existsSync(path) ? path : undefined;
}

/** The text of a configuration with further servers, and every other byte as it was. Throws CONFIG_INVALID if that cannot be. */
export function addServers(
  text: string | undefined,
  servers: ReadonlyMap<string, JsonObject>,
  schema?: string,
): string {
  if (servers.size === 0) return text ?? '';
  const before = text === undefined || text.trim() === '' ? headerFor(schema) : text;
  return edit(
    () => extend(parseYaml(before), servers),
    'servers cannot be added to the configuration as it is written',
  );
}

function edit(change: () => string, otherwise: string): string {
  try {
    return change();
  } catch (error) {
    if (!(error instanceof Error && error.message === CANNOT_EDIT)) throw error;
    throw new GuardError('CONFIG_INVALID', otherwise, {
      hint: 'let its sections be maps of their own, without anchors and aliases',
    });
  }
}

function extend(file: ParsedText, servers: ReadonlyMap<string, JsonObject>): string {
  const entries = Object.fromEntries(servers);
  if (!isObject(file.value)) return file.replace([], { servers: entries });
  const { servers: known } = file.value;
  if (!isObject(known) || Object.keys(known).length === 0) return file.replace(['servers'], entries);
  return file.replaceAll([...servers].map(([name, entry]): Change => [['servers', name], entry]));
}

/** The text of a configuration whose servers get these variables of the terminal. Throws as `addServers`. */
export function setPassEnv(text: string | undefined, names: readonly string[], schema?: string): string {
  const before = text === undefined || text.trim() === '' ? headerFor(schema) : text;
  return edit(() => {
    const file = parseYaml(before);
    if (!isObject(file.value)) return file.replace([], { daemon: { pass_env: [...names] } });
    return isObject(file.value['daemon'])
      ? file.replace(['daemon', 'pass_env'], [...names])
      : file.replace(['daemon'], { pass_env: [...names] });
  }, 'daemon.pass_env cannot be set in the configuration as it is written');
}

/** The text of a secrets file with further lines; its own are kept. */
export function addSecrets(text: string | undefined, secrets: ReadonlyMap<string, string>): string {
  const before = text ?? '';
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return before + gap + [...secrets].map(([name, value]) => `${name}=${quoted(value)}\n`).join('');
}

/** Blanks around a value and a pair of quotes are not part of it. */
const quoted = (value: string): string => (/^["'\s]|["'\s]$/.test(value) ? `"${value}"` : value);
