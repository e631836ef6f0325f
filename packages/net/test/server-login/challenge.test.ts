import { readChallenge } from '@mcp-guard/net/logins';
import { expect, it } from 'vitest';

const nothing = { resourceMetadata: undefined, scope: undefined, error: undefined };

it.each<[string, object | undefined]>([
  ['Bearer', nothing],
  ['bearer scope="a b", error="insufficient_scope"', { ...nothing, scope: 'a b', error: 'insufficient_scope' }],
  ['Basic realm="x", Bearer scope="a"', { ...nothing, scope: 'a' }],
  ['Bearer x_scope="evil", scope="a"', { ...nothing, scope: 'a' }],
  ['Bearer realm="scope=\\"evil\\", error=evil", scope="a"', { ...nothing, scope: 'a' }],
  ['Bearer scope="a", scope="b"', { ...nothing, scope: 'a' }],
  ['Bearer scope = a , error =b', { ...nothing, scope: 'a', error: 'b' }],
  ['Bearer resource_metadata=https://a/b?c=d', { ...nothing, resourceMetadata: 'https://a/b?c=d' }],
  ['Bearer scope="unended', { ...nothing, scope: 'unended' }],
  ['Basic realm="x"', undefined],
  ['DPoP algs="ES256"', undefined],
  ['', undefined],
  [',,"=,', undefined],
  [`Bearer scope="${'a '.repeat(5000)}"`, undefined],
])('reads %j', (header, challenge) => {
  expect(readChallenge(header)).toEqual(challenge);
});
