import { describe, expect, it } from 'vitest';
import { daemonEnvironment } from '../src/home/start-daemon.ts';

describe('the environment of a daemon', () => {
  const env = {
    PATH: '/bin',
    HOME: '/home/me',
    LC_ALL: 'C',
    TOKEN: 't',
    NODE_OPTIONS: '-r x',
    MCP_GUARD_API_KEY: 'key',
  };

  it.each([
    [{ typed: false }, { HOME: '/home/me', LC_ALL: 'C' }],
    [{ typed: true }, { PATH: '/bin', HOME: '/home/me', LC_ALL: 'C' }],
    [
      { typed: true, inherit: ['TOKEN'] },
      { PATH: '/bin', HOME: '/home/me', LC_ALL: 'C', TOKEN: 't' },
    ],
  ])('holds what is listed: %j', (how, expected) => expect(daemonEnvironment({ env, ...how })).toEqual(expected));

  it('never holds a client’s key, even where the configuration names it', () => {
    const inherited = daemonEnvironment({ env, typed: true, inherit: ['MCP_GUARD_API_KEY'] });
    expect(inherited).not.toHaveProperty('MCP_GUARD_API_KEY');
  });
});
