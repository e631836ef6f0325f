import { describe, expect, it } from 'vitest';
import { startRemoteGuard } from '../support/http/remote-guard.ts';
import { answerInJson, answerTo, EVENTS_TYPE, startScripted } from '../support/http/scripted-server.ts';
import { until } from '../support/until.ts';
import { toObject } from '../support/wire-session.ts';

describe('two clients on one remote server', () => {
  it('have a session each, which the other one never uses, and which ends with its client', async () => {
    await using server = await startScripted();
    await using guard = await startRemoteGuard({ servers: { raw: { url: server.url } } });
    const [one, two] = [await guard.connect(), await guard.connect()];
    await Promise.all([one.initialize(), two.initialize()]);
    await Promise.all([one.call('of one'), two.call('of two')]);
    await one.call('of one, again');
    const sessionsOf = (who: string): Set<unknown> =>
      new Set(server.heard.filter(({ body }) => body.includes(who)).map(({ headers }) => headers['mcp-session-id']));
    const [[ofOne, ...moreOfOne], [ofTwo, ...moreOfTwo]] = [[...sessionsOf('of one')], [...sessionsOf('of two')]];
    expect([moreOfOne, moreOfTwo]).toEqual([[], []]);
    expect(ofOne).not.toBe(ofTwo);
    await one.close();
    await until('the server was told', () => server.sessions.size === 1);
    expect([...server.sessions]).toEqual([ofTwo]);
    expect(await two.call(3)).toMatchObject({ id: 3, result: {} });
  });

  it('never hear the answer to the other one, not even under the same id', async () => {
    await using server = await startScripted();
    await using guard = await startRemoteGuard({ servers: { raw: { url: server.url } } });
    const [one, two] = [await guard.connect(), await guard.connect()];
    await Promise.all([one.initialize(), two.initialize()]);
    const arrived = Promise.withResolvers<() => void>();
    server.next(({ response, id }) => arrived.resolve(() => answerInJson(response, id)));
    const ofOne = one.call(1);
    const answerOne = await arrived.promise;
    server.next(({ response, id }) => {
      const toBoth = [answerTo('7'), answerTo(id)].map((line) => `data: ${line}\n\n`);
      response.writeHead(200, EVENTS_TYPE).end(toBoth.join('')); // 7 is open in no session of this client
    });
    expect(await two.call(1)).toMatchObject({ id: 1, result: {} });
    answerOne();
    expect(await ofOne).toMatchObject({ id: 1, result: {} });
    one.client.end();
    two.client.end();
    expect((await one.client.rest()).map(toObject)).toEqual([]);
    expect((await two.client.rest()).map(toObject)).toEqual([]);
  });
});
