import { isObject, type JsonValue } from '@mcp-guard/core';
import { projectFilesOf, userFilesOf } from '@mcp-guard/policy';
import type { ClientFormat, ClientServer } from './client-format.js';
import { given } from './read-run.js';
import { follow, readNamedServers, readServer, type EntryWords } from './read-servers.js';
import type { ParsedText } from './syntax/syntax.js';
import { parseYaml } from './syntax/yaml.js';

const KEY = 'mcpServers';
const WORDS: EntryWords = { spelling: { headers: ['requestOptions', 'headers'] } };

/** Its servers are a list; YAML, of which JSON is a part. */
export const continueDev: ClientFormat = {
  id: 'continue',
  title: 'Continue',
  userFiles: (system) => userFilesOf('continue', system),
  projectFiles: projectFilesOf('continue'),
  parse: parseYaml,
  placeholder: /\$\{/, // `${{ secrets.NAME }}`
  readServers(file) {
    const { value } = follow(file.value, [KEY]);
    return Array.isArray(value) && isObject(file.value)
      ? value.map((entry, index) => readElement(file, index, entry))
      : readNamedServers(file, [KEY], WORDS);
  },
};

function readElement(file: ParsedText, index: number, entry: JsonValue): ClientServer {
  const name = given(entry, 'name');
  return readServer(file, [KEY, index], typeof name === 'string' ? name : `${KEY}[${index}]`, entry, WORDS);
}
