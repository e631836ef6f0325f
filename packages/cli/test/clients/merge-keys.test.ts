import { describe, expect, it } from 'vitest';
import { continueDev } from '../../src/clients/continue.js';
import { goose } from '../../src/clients/goose.js';
import type { ClientFormat } from '../../src/clients/client-format.js';
import { isStaying } from '../../src/init/our-text.js';
import { toOurServer } from '../../src/init/our-server.js';

const read = (client: ClientFormat, text: string) =>
  client.readServers(client.parse(text)).map((server) => {
    const made = toOurServer(server, client, { valueOf: () => undefined, keepBridges: true });
    return [server.name, isStaying(made) ? made.why : made.kind === 'stdio' && made.command];
  });

const WHY = 'it takes values from another place in the file (<<)';
const BASE = 'base: &base\n  args: [evil]\n';

describe('the values of a YAML merge key are not ignored', () => {
  it.each<[string, ClientFormat, string, string]>([
    ['an entry', goose, 'extensions:\n  files:\n    <<: *base\n    cmd: npx\n', 'files'],
    ['an entry of a list', continueDev, 'mcpServers:\n  - name: files\n    <<: *base\n    command: npx\n', 'files'],
    ['its environment', goose, 'extensions:\n  files:\n    cmd: npx\n    envs:\n      <<: *base\n', 'files'],
    ['the servers', goose, 'extensions:\n  <<: *base\n', '<<'],
    ['the file', goose, '<<: *base\nother: 1\n', 'extensions'],
    ['the file, whose servers are a list', continueDev, '<<: *base\n', 'mcpServers'],
  ])('into %s', (_, client, text, name) => expect(read(client, BASE + text)).toEqual([[name, WHY]]));

  it('and those beside it are read', () => {
    const text = `${BASE}<<: *base\nextensions:\n  <<: *base\n  files:\n    cmd: npx\n`;
    expect(read(goose, text)).toEqual([
      ['<<', WHY],
      ['files', 'npx'],
    ]);
  });
});
