import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute } from '../src/state/route.js';

describe('an address', () => {
  it.each([
    ['', 'now', null, ''],
    ['#/', 'now', null, ''],
    ['#/calls', 'calls', null, ''],
    ['#/calls/123?server=git%20hub&q=a', 'calls', '123', 'server=git+hub&q=a'],
    ['#/servers/a%2Fb', 'servers', 'a/b', ''],
    ['#/servers/%zz', 'servers', '%zz', ''],
  ])('%j leads to a view', (hash, view, id, query) => {
    const route = parseRoute(hash);
    expect([route.view, route.id, route.query.toString()]).toEqual([view, id, query]);
  });

  it('leads back to what it was made of, whatever the names', () => {
    const name = string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    assert(
      property(name, name, name, (id, key, value) => {
        const route = parseRoute(formatRoute('servers', id, new URLSearchParams([[key, value]])));
        expect([route.view, route.id, [...route.query]]).toEqual(['servers', id, [[key, value]]]);
      }),
    );
  });
});
