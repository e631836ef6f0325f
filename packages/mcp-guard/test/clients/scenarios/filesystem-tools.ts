import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectedClient } from '../connected-client.ts';
import { outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { sdk1Client } from '../sdk-1-client.ts';

const callOf = (client: ConnectedClient) => (name: string, args: Record<string, unknown>) => () =>
  client.callTool({ name, arguments: args });

export const filesystemReading: Scenario = {
  name: 'every tool that reads',
  server: 'filesystem',
  // When a file was made, and when its folder was last read, cannot be set.
  clock: [/(?<=^(?:created|accessed): ).*$/gmu],
  run: ({ client, folder }) => {
    const call = callOf(client);
    const path = (name: string): string => join(folder, name);
    return outcomes({
      allowed: call('list_allowed_directories', {}),
      text: call('read_text_file', { path: path('notes.txt') }),
      head: call('read_text_file', { path: path('notes.txt'), head: 1 }),
      tail: call('read_text_file', { path: path('notes.txt'), tail: 1 }),
      deprecated: call('read_file', { path: path('empty.txt') }),
      media: call('read_media_file', { path: path('pixel.png') }),
      several: call('read_multiple_files', { paths: [path('notes.txt'), path('missing.txt'), path('inner/a.md')] }),
      list: call('list_directory', { path: folder }),
      sizes: call('list_directory_with_sizes', { path: folder, sortBy: 'size' }),
      tree: call('directory_tree', { path: folder, excludePatterns: ['other'] }),
      search: call('search_files', { path: folder, pattern: '**/*.md', excludePatterns: ['**/deep/**'] }),
      info: call('get_file_info', { path: path('notes.txt') }),
    });
  },
};

export const filesystemWriting: Scenario = {
  name: 'every tool that writes',
  server: 'filesystem',
  run: ({ client, folder }) => {
    const call = callOf(client);
    const path = (name: string): string => join(folder, name);
    return outcomes({
      create: call('create_directory', { path: path('new/deep') }),
      write: call('write_file', { path: path('new/file.txt'), content: 'ünï 🛡️ "quoted"\r\n\ttab' }),
      written: call('read_text_file', { path: path('new/file.txt') }),
      tryEdit: call('edit_file', {
        path: path('notes.txt'),
        edits: [{ oldText: 'second line', newText: '2nd line' }],
        dryRun: true,
      }),
      edit: call('edit_file', { path: path('notes.txt'), edits: [{ oldText: 'third line', newText: '3rd line' }] }),
      edited: call('read_text_file', { path: path('notes.txt') }),
      noSuchText: call('edit_file', { path: path('notes.txt'), edits: [{ oldText: 'nowhere', newText: '' }] }),
      move: call('move_file', { source: path('new/file.txt'), destination: path('moved.txt') }),
      moved: call('read_text_file', { path: path('moved.txt') }),
      source: call('read_text_file', { path: path('new/file.txt') }),
    });
  },
};

export const filesystemFailures: Scenario = {
  name: 'calls that the server refuses',
  server: 'filesystem',
  run: ({ client, folder }) => {
    const call = callOf(client);
    return outcomes({
      outside: call('read_text_file', { path: '/etc/hostname' }),
      above: call('read_text_file', { path: join(folder, '..', '..', 'x') }),
      missing: call('read_text_file', { path: join(folder, 'missing.txt') }),
      both: call('read_text_file', { path: join(folder, 'notes.txt'), head: 1, tail: 1 }),
      wrongType: call('read_text_file', { path: 7 }),
      noSuchTool: call('delete_everything', { path: folder }),
      noResources: () => client.request('resources/list'),
      noPrompts: () => client.request('prompts/get', { name: 'x' }),
    });
  },
};

/** The server's own limit for one message is 10 MB. */
const bigFile = (megabytes: number, onlyWith?: string): Scenario => ({
  name: `a file of ${megabytes} MB`,
  server: 'filesystem',
  ...(onlyWith !== undefined && { onlyWith }),
  async run({ client, folder }) {
    const line = 'all work and no play makes a dull file\t"quoted" 🛡️\n';
    const path = join(folder, 'big.txt');
    await writeFile(path, line.repeat(Math.ceil((megabytes * 1_000_000) / line.length)));
    return outcomes({
      read: () => client.callTool({ name: 'read_text_file', arguments: { path } }),
      // The other way.
      write: () =>
        client.callTool({ name: 'write_file', arguments: { path, content: line.repeat(megabytes * 10_000) } }),
      info: () => client.callTool({ name: 'read_text_file', arguments: { path, tail: 2 } }),
    });
  },
});

/** Beyond 128 KB a message is judged in another thread, whoever sent it; the largest ones cost a minute with each client. */
export const filesystemLargeFile: Scenario = bigFile(1);
export const filesystemBigFile: Scenario = bigFile(10, sdk1Client.name);
