import { toPointer } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { withholdMembers } from '../../src/exchange/withhold-members.js';
import { askedBy, read } from '../support/read.js';

type Steps = readonly (string | number)[];

const MODERN = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };
const pointer = (path: Steps): string => toPointer(path.map(String));
const withhold = (method: string, found: readonly Steps[], params: object = {}) =>
  withholdMembers(
    read({ id: 1, result: {} }),
    askedBy({ id: 1, method, params }),
    found.map((path) => ({ path, pointer: pointer(path) })),
  );

describe('of what a server says of itself', () => {
  it.each<[string, Steps, number]>([
    ['its instructions', ['result', 'instructions'], 2],
    ['instructions that are no text', ['result', 'instructions', 3, 'a'], 2],
    ['its title', ['result', 'serverInfo', 'title'], 3],
    ['its description', ['result', 'serverInfo', 'description'], 3],
    ['all its icons', ['result', 'serverInfo', 'icons', 0, 'src'], 3],
    ['a capability beyond the protocol', ['result', 'capabilities', 'experimental', 'x', 'a', 1], 4],
    ['an extension', ['result', 'capabilities', 'extensions', 'io.x/y'], 4],
    ['a detail of a capability', ['result', 'capabilities', 'tools', 'hint'], 4],
    ['a capability that the protocol does not have', ['result', 'capabilities', 'hint'], 3],
    ['a member of its metadata', ['result', '_meta', 'io.modelcontextprotocol/serverInfo', 'title'], 3],
    ['a member that the protocol does not have', ['result', 'hint', 'a'], 2],
  ])('%s can be spared', (_, path, depth) => {
    for (const method of ['initialize', 'server/discover']) {
      const withheld = withhold(method, [path]);
      expect(withheld?.edits).toEqual([{ path: path.slice(0, depth), value: undefined }]);
      expect(withheld?.covers(path)).toBe(true);
      expect(withheld?.note).toBe(`withheld ${pointer(path.slice(0, depth))}`);
    }
  });

  it.each<[string, Steps]>([
    ['its name', ['result', 'serverInfo', 'name']],
    ['its version', ['result', 'serverInfo', 'version']],
    ['the revision', ['result', 'protocolVersion']],
    ['the revisions', ['result', 'supportedVersions', 0]],
    ['its capabilities as a text', ['result', 'capabilities']],
    ['what stands outside of the result', ['hint']],
    ['an error', ['error', 'message']],
  ])('%s is needed', (_, path) => {
    for (const method of ['initialize', 'server/discover']) expect(withhold(method, [path])).toBeUndefined();
  });

  it('one member goes once, and covers nothing beside it', () => {
    const inOne = ['x', 'y'].map((key) => ['result', '_meta', 'a', key]);
    const withheld = withhold('initialize', [...inOne, ['result', 'serverInfo', 'name']]);
    expect(withheld?.edits).toHaveLength(1);
    for (const path of inOne) expect(withheld?.covers(path)).toBe(true);
    for (const path of [
      ['result', 'instructions'],
      ['result', 'serverInfo', 'name'],
    ])
      expect(withheld?.covers(path)).toBe(false);
  });

  it('a list can spare its metadata, and a result of a tool nothing', () => {
    expect(withhold('tools/list', [['result', '_meta', 'a']])).toBeDefined();
    expect(withhold('tools/list', [['result', 'instructions']])).toBeUndefined();
    expect(withhold('tools/call', [['result', '_meta', 'a']])).toBeUndefined();
  });

  it('an answer that was shortened for one client is cached for no other (modern era)', () => {
    expect(withhold('server/discover', [['result', 'instructions']], MODERN)?.edits).toEqual([
      { path: ['result', 'instructions'], value: undefined },
      { path: ['result', 'cacheScope'], value: 'private' },
      { path: ['result', 'ttlMs'], value: 0 },
    ]);
  });
});
