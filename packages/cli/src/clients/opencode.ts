import { isObject } from '@mcp-guard/core';
import type { ClientFormat, ClientServer } from './client-format.js';
import { namedServers } from './named-servers.js';
import { given } from './read-run.js';
import { follow, readNamedServers, type EntryWords } from './read-servers.js';
import type { ParsedText } from './syntax/syntax.js';

const WORDS: EntryWords = { spelling: { args: undefined, env: 'environment', stdio: 'local' }, off: 'enabled' };

const format = namedServers({
  id: 'opencode',
  title: 'opencode',
  placeholder: /\$\{|\{(?:env|file):/,
  under: ['mcp'],
  ...WORDS,
});

/** Since its second version they are below `mcp.servers`; a file may still follow the first. */
export const opencode: ClientFormat = {
  ...format,
  readServers: (file) =>
    isOfSecond(file)
      ? [...format.readServers(file).filter(({ path }) => path[1] !== 'servers'), ...readSecond(file)]
      : format.readServers(file),
};

const readSecond = (file: ParsedText): readonly ClientServer[] => readNamedServers(file, ['mcp', 'servers'], WORDS);

/** A server named `servers` has a type, which is a text. */
const isOfSecond = (file: ParsedText): boolean => {
  const { value } = follow(file.value, ['mcp', 'servers']);
  return isObject(value) && typeof given(value, 'type') !== 'string';
};
