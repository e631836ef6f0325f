import { projectFilesOf, userFilesOf, type ClientId } from '@mcp-guard/policy';
import type { ClientFormat } from './client-format.js';
import { readNamedServers, type EntryWords } from './read-servers.js';
import { parseJsonc } from './syntax/jsonc.js';
import type { ParseText } from './syntax/syntax.js';

interface NamedServers extends EntryWords {
  readonly id: ClientId;
  readonly title: string;
  /** JSON with comments by default: a client without comments has none. */
  readonly parse?: ParseText;
  /** Default: `${NAME}`, `${env:NAME}`, `${input:name}` and similar forms. */
  readonly placeholder?: RegExp;
  /** Below which keys of the file. */
  readonly under: readonly string[];
}

/** Clients replace `${…}`, each in its own way. */
const BRACES: RegExp = /\$\{/;

/** A client that keeps its servers by name in one place of its files. */
export function namedServers(client: NamedServers): ClientFormat {
  const { id, title, parse = parseJsonc, placeholder = BRACES, under, ...words } = client;
  return {
    id,
    title,
    userFiles: (system) => userFilesOf(id, system),
    projectFiles: projectFilesOf(id),
    parse,
    placeholder,
    readServers: (file) => readNamedServers(file, under, words),
  };
}
