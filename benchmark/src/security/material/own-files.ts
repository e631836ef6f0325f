import { basename, dirname } from 'node:path';
import type { Case } from '../category.js';
import { neverArrives } from '../harness/attacks.js';
import { call, notification, PADDING, request } from '../harness/messages.js';
import type { Stage } from '../harness/stage.js';

const FILES = [
  'daemon.key',
  'mcp-guard.yaml',
  'mcp-guard.db',
  'mcp-guard.db-wal',
  'secrets.env',
  'database.key',
  'bases/x.yaml',
  'backups/x',
  'tokens/x',
  '',
];

/** A file of the guard's home as a careless reader still finds it. */
const PATHS: Readonly<Record<string, (home: string, file: string) => string>> = {
  'as it is': (home, file) => `${home}/${file}`,
  'in capitals': (home, file) => `${home}/${file.toUpperCase()}`,
  'with dot segments': (home, file) => `${dirname(home)}/x/../${basename(home)}/./${file}`,
  'with two slashes': (home, file) => `${dirname(home)}//${basename(home)}//${file}`,
  'percent-encoded': (home, file) =>
    `${dirname(home)}/%${basename(home).charCodeAt(0).toString(16)}${basename(home).slice(1)}/${file}`,
  'percent-encoded twice': (home, file) =>
    `${dirname(home)}/%25${basename(home).charCodeAt(0).toString(16)}${basename(home).slice(1)}/${file}`,
  'with backslashes': (home, file) => `${home}/${file}`.replaceAll('/', '\\'),
  'as a URI': (home, file) => `file://${home}/${file}`,
  'as a URI of localhost': (home, file) => `FILE://localhost${home}/${file}#x`,
  'with an invisible character': (home, file) => `${home}/${file}`.replace('mcp', 'm\u200bcp'),
  'in full width': (home, file) => `${home}/${file}`.replace('mcp', '\uff4d\uff43\uff50'),
  'with a NUL behind it': (home, file) => `${home}/${file}\0.txt`,
  'through /proc': (home, file) => `/proc/self/root${home}/${file}`,
  'from the root': (home, file) => `../../../../../../../..${home}/${file}`,
  'its last steps': (home, file) => `${basename(home)}/${file === '' ? 'daemon.key' : file}`,
};

const PLACES: Readonly<Record<string, (mark: string, path: string) => string>> = {
  'an argument': (mark, path) => call(mark, 'read_file', { path }),
  'a nested argument': (mark, path) => call(mark, 'read_files', { files: [{ at: { path } }] }),
  'a key': (mark, path) => call(mark, 'write_files', { files: { [path]: 'text' } }),
  'a resource': (mark, path) => request(mark, 'resources/read', { uri: path }),
  'the argument of a prompt': (mark, path) => request(mark, 'prompts/get', { name: 'p', arguments: { file: path } }),
  'a notification': (mark, path) => notification('tools/call', { name: 'read_file', arguments: { path, mark } }),
  'an unknown method': (mark, path) => request(mark, 'files/read', { path }),
  'a retry': (mark, path) => call(mark, 'x', {}, { inputResponses: { q: { content: { path } } }, requestState: 's' }),
};

/** An agent that would edit its own guard. */
export function* ownFileAttacks(): Iterable<Case> {
  for (const file of FILES) {
    for (const [how, toPath] of Object.entries(PATHS)) {
      for (const [place, toLine] of Object.entries(PLACES)) {
        const title = `the guard’s own ${file || 'home'} ${how}, in ${place}`;
        yield neverArrives({ name: title }, 'toServer', (mark, { home }: Stage) => toLine(mark, toPath(home, file)));
      }
    }
    const large = (mark: string, { home }: Stage): string =>
      call(mark, 'read_file', { padding: PADDING, path: `${home}/${file}` });
    yield neverArrives({ name: `the guard’s own ${file || 'home'}, in a large call` }, 'toServer', large);
  }
}
