import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// Threat 21
describe('another spelling of the same name', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    const permissions = {
      denied_tools: ['delete_file'],
      denied_resources: ['file:///etc/*', 'https://example.com/secret*'],
      denied_prompts: ['boss'],
    };
    wire = await createWire({ policy: { permissions } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each([
    ['tools/call', { name: 'delete_file\u200b' }],
    ['tools/call', { name: 'DELETE_FILE' }],
    ['tools/call', { name: 'ｄelete_file' }],
    ['tools/call', { name: ' delete_file\n' }],
    ['tools/call', { name: 'delete_file\u0000' }],
    ['tools/call', { name: 'delete\u00ad_file' }],
    ['prompts/get', { name: 'bo\u017f\u017f' }],
    ['resources/read', { uri: 'file://localhost/etc/passwd' }],
    ['resources/read', { uri: 'FILE:///etc/passwd' }],
    ['resources/read', { uri: 'file:///x/%2e%2e/etc/passwd' }],
    ['resources/read', { uri: 'file:///x/%252e%252e/etc/passwd' }],
    ['resources/read', { uri: String.raw`file:\\\etc\passwd` }],
    ['resources/read', { uri: 'file:///etc/passwd%00.txt' }],
    ['resources/read', { uri: 'https://example.com:443/secret' }],
    ['resources/read', { uri: 'https://EXAMPLE.com./x/../secret' }],
    ['resources/read', { uri: 'https://example.com/\u0073\u0065cret' }],
    ['resources/subscribe', { uri: 'file:///etc//passwd' }],
  ])('reaches nothing that is denied: %s %j', async (method, params) => {
    session.client.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
    expect(toObject(await session.client.next())).toMatchObject(refused(1));
    expect(await heardByServer(session)).toEqual([]);
  });

  it('reaches nothing that is not allowed as it was sent', async () => {
    await using listed = await createWire({ policy: { permissions: { allowed_tools: ['read'] } } });
    const strict = await listed.connect();
    strict.client.send('{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"read\\u200b"}}');
    expect(toObject(await strict.client.next())).toMatchObject(refused(2));
    await strict.close();
  });
});
