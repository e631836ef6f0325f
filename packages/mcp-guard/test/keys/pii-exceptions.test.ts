import { expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { heardByServer, toObject } from '../support/wire-session.ts';
import { createWire } from '../support/in-process-wire.ts';

// covers: pii.exceptions

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';
const OTHER = 'AKIAZ7QX2MPL4VTW6RNC';
const call = (args: object): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'any', arguments: args } });

it('a fingerprint excuses one value on every server, and a path every value at one place of one server or of all', async () => {
  await using wire = await createWire({ names: ['raw', 'other'] });
  const first = await wire.connect();
  first.client.send(call({ text: KEY }));
  const { error } = toObject(await first.client.next());
  const { fingerprint } = { fingerprint: '', ...Object(Object(error).data) };
  expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  await first.close();

  const exceptions = [
    { type: 'aws_key', fingerprint },
    { type: 'secret', server: 'other', path: '/params/arguments/code*' },
    { type: 'secret', path: '/params/arguments/anywhere' },
  ];
  await wire.configure({ names: ['raw', 'other'], config: { pii: { exceptions } } });
  await wire.guard.run('stop');
  const raw = await wire.connect('raw');
  raw.client.send(call({ text: KEY }));
  expect(await heardByServer(raw)).toEqual([call({ text: KEY })]);
  for (const args of [{ text: OTHER }, { code: OTHER }]) {
    raw.client.send(JSON.stringify({ ...JSON.parse(call(args)), id: 2 }));
    expect(toObject(await raw.client.next())).toMatchObject(refused(2, 'CONTENT_BLOCKED'));
  }
  const anywhere = call({ anywhere: OTHER }).replace('"id":1', '"id":3');
  raw.client.send(anywhere);
  expect(await heardByServer(raw)).toContain(anywhere);
  const other = await wire.connect('other');
  other.client.send(call({ code: OTHER, codes: [OTHER] }));
  expect(await heardByServer(other)).toEqual([call({ code: OTHER, codes: [OTHER] })]);
  other.client.send(JSON.stringify({ ...JSON.parse(call({ text: OTHER })), id: 2 }));
  expect(toObject(await other.client.next())).toMatchObject(refused(2, 'CONTENT_BLOCKED'));
});
