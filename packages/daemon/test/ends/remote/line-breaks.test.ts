import { expect, it } from 'vitest';
import { startSession } from '../../support/session.js';
import { event, events, json } from './support/http-server.js';
import { openHttpEnd } from './support/http-end.js';

const LINE_BREAK = /[\n\r\u0085\u2028\u2029]/;

// Threat 1
it.each([
  ['a body', (text: string) => [text, 'application/json']],
  [
    'an event of many lines',
    (text: string) => [event(text).replaceAll(/(?<=[,{])\n/g, '\ndata: '), 'text/event-stream'],
  ],
])('a message of a remote server in many lines is one line to its client: %s', async (_, toBody) => {
  const answer = '\r\n{\n"jsonrpc":"2.0",\n"id":1,\n"result":{"a":"x\u2028y\u0085","n":1.0}}\n';
  const [body = '', type] = toBody(answer.trim());
  const { end, hears, server } = await openHttpEnd((_request, response) =>
    type === 'application/json' ? json(response, body) : events(response, body).end(),
  );
  const { session, client, server: remote, turn } = startSession();
  session.receive('toServer', Buffer.from('{"jsonrpc":"2.0",\r"id":1,"method":"x/\u2028y"}\r'));
  await turn();
  const [sent = ''] = remote.lines;
  end.send(Buffer.from(sent));
  const [heard = ''] = await hears(1);
  session.receive('toClient', Buffer.from(heard));
  await turn();
  const [told = ''] = client.lines;
  expect([server.requests[0]?.body === sent, LINE_BREAK.test(sent), LINE_BREAK.test(told)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(told).toBe('{"jsonrpc":"2.0","id":1,"result":{"a":"x\\u2028y\\u0085","n":1.0}}');
});
