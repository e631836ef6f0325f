import { describe, expect, it } from 'vitest';
import { rolesOfUser } from '@mcp-guard/policy';
import { rolesOfClaims } from '../../src/identity/claims.js';

const EVERY_OBJECT_HAS = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

describe('the roles of a user', () => {
  const roles = { writer: { users: ['anna', 'ben'] }, reader: { users: ['anna'] }, nobody: { users: [] } };

  it.each<[string, string[]]>([
    ['anna', ['reader', 'writer']],
    ['ben', ['writer']],
    ['carl', ['default']],
    ['Anna', ['default']],
    ['', ['default']],
    ...EVERY_OBJECT_HAS.map((name): [string, string[]] => [name, ['default']]),
  ])('%s has %j', (user, expected) => expect(rolesOfUser({ roles }, user)).toEqual(expected));

  it('may be named like a member of every object', () => {
    const odd = Object.fromEntries([['constructor', { users: ['__proto__'] }]]);
    expect(rolesOfUser({ roles: odd }, '__proto__')).toEqual(['constructor']);
  });
});

describe('the roles of a claim', () => {
  const mapping = { staff: 'reader', admin: 'writer', boss: 'writer', both: ['writer', 'reader'] };
  const of = (claims: string, name = 'roles') => rolesOfClaims({ claim_name: name, mapping }, JSON.parse(claims));

  it.each<[string, string[]]>([
    ['{"roles":"staff"}', ['reader']],
    ['{"roles":["staff","admin","boss"]}', ['reader', 'writer']],
    ['{"roles":["staff","unmapped"]}', ['reader']],
    ['{"roles":["both","staff"]}', ['reader', 'writer']],
    ['{"roles":["reader"]}', ['default']], // the name of a role is no claim
    ['{"roles":["STAFF"]}', ['default']],
    ['{"roles":[["admin"],{"0":"admin"},null,7]}', ['default']],
    ['{"roles":{"0":"admin"}}', ['default']],
    ['{"roles":null}', ['default']],
    ['{"Roles":"admin"}', ['default']],
    ['{"__proto__":{"roles":"admin"}}', ['default']],
    ['{}', ['default']],
    ...EVERY_OBJECT_HAS.map((value): [string, string[]] => [`{"roles":["${value}"]}`, ['default']]),
  ])('%s gives %j', (claims, expected) => expect(of(claims)).toEqual(expected));

  it.each([
    ['realm_access.roles', '{"realm_access":{"roles":["admin"]}}', ['writer']],
    ['https://example.com/roles', '{"https://example.com/roles":["admin"]}', ['writer']],
    ['a.b', '{"a.b":"staff","a":{"b":"admin"}}', ['reader']], // the whole name comes first
    ['a.b', '{"a":[{"b":"admin"}]}', ['default']],
    ['a.b', '{"a":"admin"}', ['default']],
    ['a.constructor', '{"a":{}}', ['default']],
    ['constructor.name', '{}', ['default']],
    ['__proto__.roles', '{"roles":"admin"}', ['default']],
    ['toString', '{}', ['default']],
  ])('%s of %s gives %j', (name, claims, expected) => expect(of(claims, name)).toEqual(expected));
});
