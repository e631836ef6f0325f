import { describe, expect, it } from 'vitest';
import { startSession } from '../support/session.js';

const call = (id: number) => ({ id, method: 'tools/call', params: { name: 'read' } });
const halted = (id: number) => ({ id, error: { code: 10423, data: { source: 'mcp-guard', code: 'HALTED' } } });
const text = { content: [{ type: 'text', text: 'the answer' }] };

/** A session without rules: what the interceptors do not see is what was judged before the halt. */
function start() {
  const halt = { isOn: false };
  return { ...startSession({ halt }), halt };
}

describe('what was recorded and not yet delivered when all calls are halted', () => {
  it('is not sent to the server, and its client gets the error once', async () => {
    const { client, server, session, rows, turn, halt } = start();
    client.say(call(1));
    halt.isOn = true;
    session.halt();
    await turn();
    expect(server.heard).toEqual([]);
    expect(client.heard).toMatchObject([halted(1)]);
    expect(rows.map(({ shape, outcome }) => [shape, outcome])).toEqual([
      ['request', 'allow'],
      ['failure', 'block'],
    ]);
    expect(session.isSettled('toServer')).toBe(true);
  });

  it('does not reach the client as a response, which gets the error instead', async () => {
    const { client, server, turn, halt } = start();
    client.say(call(1));
    await turn();
    server.say({ id: 1, result: text });
    halt.isOn = true;
    await turn();
    expect(client.heard).toMatchObject([halted(1)]);
  });

  it('does not reach the client as a question or a notification of the server', async () => {
    const { client, server, turn, halt } = start();
    server.say({ id: 7, method: 'sampling/createMessage', params: {} });
    server.say({ method: 'notifications/message', params: { data: 'x' } });
    halt.isOn = true;
    await turn();
    expect(client.heard).toEqual([]);
    expect(server.heard).toMatchObject([halted(7)]);
  });

  it('passes where it only keeps the session alive, or is what a client notifies', async () => {
    const { client, server, turn, halt } = start();
    client.say({ id: 1, method: 'ping' });
    client.say({ method: 'notifications/initialized' });
    halt.isOn = true;
    await turn();
    expect(server.heard).toHaveLength(2);
    server.say({ id: 1, result: {} });
    await turn();
    expect(client.heard).toMatchObject([{ id: 1, result: {} }]);
  });
});
