import { userInfo } from 'node:os';
import { GuardError, type JsonObject } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { Identities, type Identity } from '../../src/identity/identities.js';
import type { Login } from '../../src/identity/oauth/login.js';
import type { AuthSettings } from '../../src/identity/settings.js';

const own = { uid: userInfo().uid, pid: 7 };
const oauth = {
  issuer: 'https://login.example.com',
  client_id: 'guard',
  client_secret: null,
  audience: null,
  jwks_uri: null,
  scopes: ['openid'],
  claims_to_roles: { claim_name: 'roles', mapping: { staff: 'reader', admin: 'writer' } },
  clock_tolerance_seconds: 30,
};
const NOTHING: AuthSettings = { mode: 'os', api_keys: {}, oauth: null, roles: {} };
const loginOf = (subject: string, claims: JsonObject = {}): Login => ({
  subject,
  claims,
  issuer: oauth.issuer,
  issuedAt: 0,
  expiresAt: 0,
  validUntil: 0,
});

/** Identities whose configuration and login a test changes. */
function start(settings: Partial<AuthSettings>, login?: Login) {
  const state = { auth: { ...NOTHING, ...settings }, login };
  const keeper = {
    get current() {
      return state.login;
    },
    check: async () => {
      if (!state.login) throw new GuardError('UNAUTHENTICATED', 'there is no login');
      return state.login;
    },
  };
  const configuration = {
    get current() {
      return { auth: state.auth };
    },
  };
  const identities = new Identities(configuration, keeper);
  return {
    identify: (credential?: string): Promise<Identity> => identities.identify(own, credential),
    reload: (next: Partial<AuthSettings>) => void (state.auth = { ...NOTHING, ...next }),
    logIn: (next: Login | undefined) => void (state.login = next),
  };
}

describe('in os mode', () => {
  const roles = { reader: { users: [userInfo().username] } };

  it('a user is the one that the system reports, with the roles that name them', async () => {
    const identity = await start({ roles }).identify('a key that nobody asked for');
    expect(identity()).toEqual({
      origin: { kind: 'local', ...own },
      user: userInfo().username,
      roles: ['reader'],
      refusal: undefined,
    });
  });

  it('a role that is taken away is gone at the next message', async () => {
    const guard = start({ roles });
    const identity = await guard.identify();
    guard.reload({ roles: { reader: { users: [] } } });
    expect(identity().roles).toEqual(['default']);
  });

  it('costs nothing while nothing changes', async () => {
    const identity = await start({ roles }).identify();
    expect(identity()).toBe(identity());
  });
});

describe('in api_key mode', () => {
  const api_keys = { 'the key': { roles: ['reader'] } };
  const startHere = () => start({ mode: 'api_key', api_keys });

  it('a user is the owner of the key that was given', async () => {
    const identity = await startHere().identify('the key');
    expect(identity()).toMatchObject({ user: 'key:3a0aac44832e', roles: ['reader'], refusal: undefined });
  });

  it.each([[undefined], [''], ['another'], ['constructor'], ['__proto__']])('%j opens nothing', async (credential) => {
    await expect(startHere().identify(credential)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      rule: 'auth.api_keys',
      message: expect.not.stringContaining(credential || '∅'),
    });
  });

  it('a removed key is refused at the next message, and is valid again when it is back', async () => {
    const guard = startHere();
    const identity = await guard.identify('the key');
    guard.reload({ mode: 'api_key', api_keys: { other: { roles: ['reader'] } } });
    expect(identity()).toMatchObject({
      roles: ['default'],
      refusal: { message: 'the API key is no longer valid' },
    });
    guard.reload({ mode: 'api_key', api_keys });
    expect(identity()).toMatchObject({ roles: ['reader'], refusal: undefined });
  });
});

describe('in oauth mode', () => {
  const settings = { mode: 'oauth', oauth } as const;

  it('a user is the one who logged in, with the roles of the claims', async () => {
    const identity = await start(settings, loginOf('anna', { roles: ['admin'] })).identify();
    expect(identity()).toMatchObject({ user: 'oauth:anna', roles: ['writer'], refusal: undefined });
  });

  it('a user without a login cannot connect', async () => {
    await expect(start(settings).identify()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('an expired login is refused, and works again when the same person logs in again', async () => {
    const guard = start(settings, loginOf('anna', { roles: 'staff' }));
    const identity = await guard.identify();
    guard.logIn(undefined);
    expect(identity().refusal).toEqual({
      message: 'the login has expired; a person must log in again',
      hint: { command: 'mcp-guard auth login' },
      rule: 'auth.mode',
    });
    guard.logIn(loginOf('anna', { roles: 'admin' }));
    expect(identity()).toMatchObject({ roles: ['writer'], refusal: undefined });
  });

  it.each([[loginOf('ben')], [{ ...loginOf('anna'), issuer: 'https://other.example' }]])(
    'another person does not go on with an open session: %j',
    async (login) => {
      const guard = start(settings, loginOf('anna'));
      const identity = await guard.identify();
      guard.logIn(login);
      expect(identity().refusal?.message).toBe('another person has logged in; reconnect');
    },
  );

  it('roles follow a mapping that changes', async () => {
    const guard = start(settings, loginOf('anna', { roles: 'admin' }));
    const identity = await guard.identify();
    guard.reload({ ...settings, oauth: { ...oauth, claims_to_roles: { claim_name: 'roles', mapping: {} } } });
    expect(identity()).toMatchObject({ roles: ['default'], refusal: undefined });
  });

  it('a change of the provider ends the session', async () => {
    const guard = start(settings, loginOf('anna'));
    const identity = await guard.identify();
    guard.reload({ ...settings, oauth: { ...oauth, issuer: 'https://other.example' } });
    expect(identity().refusal?.message).toBe('people log in at another provider now; reconnect');
  });

  it.each([
    ['root', 'oauth:root'], // never the name of a system's user
    ['key:2bb80d537b1d', 'oauth:key:2bb80d537b1d'],
    ['a\u001b]0;x\u0007\n\u202eb c', 'oauth:a\\u{1b}]0;x\\u{7}\\u{a}\\u{202e}b\\u{20}c'],
    ['\\u{a}', 'oauth:\\u{5c}u{a}'],
    ['x'.repeat(1000), `oauth:${'x'.repeat(128)}…44f8354494a5`],
  ])('the subject %j is called %j', async (subject, user) => {
    expect((await start(settings, loginOf(subject)).identify())().user).toBe(user);
  });
});

describe('another mode', () => {
  it.each([
    [{ mode: 'os' } as const, { mode: 'api_key', api_keys: { k: { roles: ['reader'] } } } as const],
    [{ mode: 'api_key', api_keys: { k: { roles: ['reader'] } } } as const, { mode: 'os' } as const],
    [{ mode: 'oauth', oauth } as const, { mode: 'os' } as const],
  ])('refuses the sessions of the one before: %j', async (before, after) => {
    const guard = start(before, loginOf('anna'));
    const identity = await guard.identify('k');
    guard.reload(after);
    expect(identity()).toMatchObject({
      roles: ['default'],
      refusal: { rule: 'auth.mode', message: 'the authentication mode has changed; reconnect' },
    });
  });
});
