import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { ask, heardByClient, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// Threat 31
describe('a denied resource', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire({ policy: { permissions: { denied_resources: ['file:///etc/*'] } } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  const DENIED = 'file:///x/../etc/passwd';
  const contents = { uri: DENIED, text: 'root:x:0:0' };
  it.each([
    ['as a link in the result of a tool', { content: [{ type: 'resource_link', uri: DENIED, name: 'a' }] }],
    ['embedded in the result of a tool', { content: [{ type: 'resource', resource: contents }] }],
    ['among what was read', { contents: [{ uri: 'file:///a', text: 'a' }, contents] }],
    [
      'in the messages of a prompt',
      { messages: [{ role: 'user', content: { type: 'resource', resource: contents } }] },
    ],
    ['deep in structured content', { structuredContent: { a: [{ b: contents }] }, content: [] }],
  ])('does not arrive %s', async (_, result) => {
    const question = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"any"}}';
    const answer = await ask(session, question, JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
    expect(toObject(answer)).toMatchObject(refused(1));
    expect(answer).not.toContain('root:x');
  });

  it('does not arrive in an update', async () => {
    session.server.send(
      `{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"${DENIED}"}}`,
      '{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"file:///a"}}',
    );
    const heard = await heardByClient(session);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('file:///a');
  });

  it('may be mentioned in a text', async () => {
    const question = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"any"}}';
    const answer = '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"see file:///etc/passwd"}]}}';
    expect(await ask(session, question, answer)).toBe(answer);
  });
});
