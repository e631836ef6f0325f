import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containing } from '../support/matchers.ts';
import { readRecord } from '../support/record.ts';
import { ASKS, ERAS } from '../support/server-asks.ts';
import { ask, heardByClient, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const METHOD = 'elicitation/create';
const page = (url: string, message = 'Sign in', more: object = {}): object => ({
  mode: 'url',
  url,
  message,
  elicitationId: 'e',
  ...more,
});
const REFUSED = { shown: undefined, refusal: { error: { data: { source: 'mcp-guard', code: 'POLICY_DENIED' } } } };

describe('a page that a server asks the client to open', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire();
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  describe.each(ERAS)('%s', (era) => {
    it.each([
      'javascript:alert(1)',
      'data:text/html,<script>',
      'file:///etc/passwd',
      'http://evil.example/',
      'https://bank.example@evil.example/',
      'https://bank.example\\@evil.example/',
      'https://evil.example/\u202e',
    ])('reaches nobody when it is %j', async (url) => {
      expect(await ASKS[era](session, METHOD, page(url))).toMatchObject(REFUSED);
    });

    it('shows its host in the form in which it is reached', async () => {
      const params = page('https://аррӏе.com/login', 'Sign in at apple.com');
      const { shown } = await ASKS[era](session, METHOD, params);
      expect(shown).toEqual({ ...params, message: 'Sign in at apple.com [opens: xn--80ak6aa92e.com]' });
    });

    it('shows its host once', async () => {
      const params = page('https://example.com/', 'Sign in [opens: example.com]');
      expect((await ASKS[era](session, METHOD, params)).shown).toEqual(params);
    });

    it.each([
      ['a sign of the server’s own', page('https://evil.example/', 'Sign in [opens: bank.example]')],
      ['letters that turn the sign around', page('https://evil.example/', 'Sign in \u202e')],
      ['a form beside it', page('https://evil.example/', 'x', { requestedSchema: { type: 'object', properties: {} } })],
      ['another mode', { ...page('https://evil.example/'), mode: 'popup' }],
      ['a large text', page('https://evil.example/', 'x'.repeat(140_000))],
    ])('reaches nobody with %s', async (_, params) => {
      expect(await ASKS[era](session, METHOD, params)).toMatchObject(REFUSED);
    });

    it('is shown together with large texts', async () => {
      const params = page('https://example.com/', 'Sign in', { note: 'x'.repeat(140_000) });
      expect((await ASKS[era](session, METHOD, params)).shown).toEqual({
        ...params,
        message: 'Sign in [opens: example.com]',
      });
    });
  });

  const wants = (elicitations: unknown): string =>
    JSON.stringify({ jsonrpc: '2.0', id: 'e', error: { code: -32042, message: 'first', data: { elicitations } } });
  const call = '{"jsonrpc":"2.0","id":"e","method":"tools/call","params":{"name":"x"}}';

  it('shows its host in an error too', async () => {
    expect(toObject(await ask(session, call, wants([page('https://example.com/')])))).toMatchObject({
      error: { code: -32042, data: { elicitations: [{ message: 'Sign in [opens: example.com]' }] } },
    });
  });

  it.each([
    [[page('javascript:alert(1)')]],
    [[page('https://example.com/'), page('http://evil.example/')]],
    [[]],
    ['x'],
  ])('by an error is refused like others (%j)', async (elicitations) => {
    expect(toObject(await ask(session, call, wants(elicitations)))).toMatchObject({
      error: { data: { source: 'mcp-guard', code: 'POLICY_DENIED' } },
    });
  });

  it('may be reported as done', async () => {
    const line = '{"jsonrpc":"2.0","method":"notifications/elicitation/complete","params":{"elicitationId":"e"}}';
    session.server.send(line);
    expect(await heardByClient(session)).toEqual([line]);
  });

  it('is in the record with its host, without the rest of its address', async () => {
    await ASKS[ERAS[0]](session, METHOD, page('https://recorded.example/canary'));
    const rows = await readRecord(wire.guard, '-m', METHOD);
    expect(rows).toContainEqual(expect.objectContaining({ detail: containing('recorded.example') }));
    expect(JSON.stringify(rows)).not.toContain('canary');
  });
});
