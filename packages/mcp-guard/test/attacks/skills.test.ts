import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { ask, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const skill = (uri: string, ...files: readonly string[]) => ({
  uri,
  frontmatter: { name: uri.split('/').at(-2), description: 'How to write a letter.' },
  resources: files.map((file) => ({ uri: file, digest: DIGEST })),
});

const LETTERS = skill('skill://letters/SKILL.md', 'skill://letters/form.txt');
const MONEY = skill('skill://money/SKILL.md');
const MIXED = skill('skill://mixed/SKILL.md', 'skill://mixed/a.txt', 'skill://money/key.txt');
const FOREIGN = skill('repo://money/SKILL.md');
const FOLDED = { ...skill('skill://folded/SKILL.md'), URI: 'skill://money/SKILL.md' };

describe('skills', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire({
      policy: { permissions: { allowed_tools: ['read'], denied_resources: ['*://money/**'] } },
      config: { pii: { actions: { email: { response: 'redact' } } } },
    });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  let id = 0;
  const answer = async (method: string, params: object, result: object): Promise<Record<string, unknown>> => {
    const question = JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params });
    return toObject(await ask(session, question, JSON.stringify({ jsonrpc: '2.0', id, result })));
  };
  const question = async (method: string, params: object): Promise<Record<string, unknown>> => {
    session.client.send(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }));
    return toObject(await session.client.next());
  };

  it('denied-skill-in-list, denied-file-in-allowed-skill, skill-under-foreign-scheme: none of them is listed', async () => {
    const all = { skills: [LETTERS, MONEY, MIXED, FOREIGN, FOLDED] };
    expect(await answer('skills/list', {}, all)).toMatchObject({ result: { skills: [LETTERS] } });
  });

  it('a list that cannot be read is refused', async () => {
    expect(await answer('skills/list', {}, { skills: [LETTERS], Skills: [MONEY] })).toMatchObject(refused(id));
  });

  it('a denied skill and a denied folder are not asked for', async () => {
    expect(await question('skills/get', { uri: MONEY.uri })).toMatchObject(refused(id));
    expect(await question('resources/directory/read', { uri: 'skill://money/' })).toMatchObject(refused(id));
  });

  it('an allowed skill with a denied file, and another than was asked for, do not arrive', async () => {
    expect(await answer('skills/get', { uri: LETTERS.uri }, { skill: LETTERS })).toMatchObject({
      result: { skill: LETTERS },
    });
    expect(await answer('skills/get', { uri: MIXED.uri }, { skill: MIXED })).toMatchObject(refused(id));
    expect(await answer('skills/get', { uri: LETTERS.uri }, { skill: MONEY })).toMatchObject(refused(id));
  });

  it('directory-listing-of-denied-folder: what is denied is not listed', async () => {
    const resources = [
      { uri: 'skill://letters/', name: 'letters', mimeType: 'inode/directory' },
      { uri: 'skill://money/key.txt', name: 'key.txt' },
    ];
    expect(await answer('resources/directory/read', { uri: 'skill://' }, { resources })).toMatchObject({
      result: { resources: resources.slice(0, 1) },
    });
  });

  it('folded-method: another spelling is refused', async () => {
    for (const method of ['Skills/List', 'skills/list\0', 'skills\u200b/get'])
      expect(await question(method, { uri: LETTERS.uri })).toMatchObject(refused(id));
  });

  it('nothing is taken out of a skill, since its host compares digests: it is refused', async () => {
    const named = {
      ...LETTERS,
      frontmatter: { name: 'letters', description: 'Write to ada.lovelace@analytical.org.' },
    };
    expect(await answer('skills/get', { uri: LETTERS.uri }, { skill: named })).toMatchObject(
      refused(id, 'CONTENT_BLOCKED'),
    );
    const list = { skills: [{ ...named, uri: 'skill://named/SKILL.md' }, LETTERS] };
    expect(await answer('skills/list', {}, list)).toMatchObject({ result: { skills: [LETTERS] } });
  });

  it('hidden text in a description is read as a definition is', async () => {
    const tagged = {
      ...LETTERS,
      frontmatter: { name: 'letters', description: `A${String.fromCodePoint(0xe0041, 0xe0042, 0xe0043)}` },
    };
    expect(await answer('skills/get', { uri: LETTERS.uri }, { skill: tagged })).toMatchObject(
      refused(id, 'CONTENT_BLOCKED'),
    );
  });
});

describe('events', () => {
  it('a poll counts as no call of a tool, a subscription is no known method', async () => {
    const policy = {
      permissions: { allowed_tools: ['read'], require_approval: ['*'] },
      rate_limit: { tool_limits: { '*': { requests_per_minute: 2 } } },
    };
    await using wire = await createWire({ policy });
    const session = await wire.connect();
    const { client } = session;
    for (let id = 0; id < 5; id++) {
      const poll = JSON.stringify({ jsonrpc: '2.0', id, method: 'events/poll', params: { name: 'mail', cursor: 'c' } });
      expect(toObject(await ask(session, poll, JSON.stringify({ jsonrpc: '2.0', id, result: {} })))).toEqual({
        jsonrpc: '2.0',
        id,
        result: {},
      });
    }
    client.send(
      '{"jsonrpc":"2.0","id":9,"method":"events/subscribe","params":{"name":"mail","delivery":{"url":"http://169.254.169.254/"}}}',
    );
    expect(toObject(await client.next())).toMatchObject(refused(9));
  });
});
