import { isObject, type JsonObject } from '@mcp-guard/core';
import type { Change } from '../clients/syntax/syntax.js';
import { parseYaml } from '../clients/syntax/yaml.js';

const HEADER = `# The servers that mcp-guard stands in front of, and what they may do: "mcp-guard validate" checks this file.
# \${NAME} is a line of secrets.env beside it.
`;

/** The text of a configuration with further servers, and every other byte as it was. */
export function addServers(text: string | undefined, servers: ReadonlyMap<string, JsonObject>): string {
  if (servers.size === 0) return text ?? '';
  const before = text === undefined || text.trim() === '' ? HEADER : text;
  const file = parseYaml(before);
  const entries = Object.fromEntries(servers);
  if (!isObject(file.value)) return file.replace([], { servers: entries });
  const { servers: known } = file.value;
  if (!isObject(known) || Object.keys(known).length === 0) return file.replace(['servers'], entries);
  return file.replaceAll([...servers].map(([name, entry]): Change => [['servers', name], entry]));
}

/** The text of a secrets file with further lines; its own are kept. */
export function addSecrets(text: string | undefined, secrets: ReadonlyMap<string, string>): string {
  const before = text ?? '';
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return before + gap + [...secrets].map(([name, value]) => `${name}=${quoted(value)}\n`).join('');
}

/** Blanks around a value and a pair of quotes are not part of it. */
const quoted = (value: string): string => (/^["'\s]|["'\s]$/.test(value) ? `"${value}"` : value);
