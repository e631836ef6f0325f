import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { rounds } from '../../../core/test/support/rounds.js';
import { roots } from '../../src/roots/roots.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { askedBy, read } from '../support/read.js';

const PLACE = 'servers.files.policy.roots';
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mcp-guard-roots-')));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['desk/a/b', 'desk2', 'private', 'größe %']) mkdirSync(join(folder, name), { recursive: true });
writeFileSync(join(folder, 'desk/file.txt'), '');
symlinkSync(join(folder, 'private'), join(folder, 'desk/out'));
symlinkSync(join(folder, 'desk'), join(folder, 'in'));
symlinkSync(join(folder, 'nowhere'), join(folder, 'desk/dangling'));

const WORK = { only: [join(folder, 'desk')] };
const uriOf = (path: string): string => pathToFileURL(join(folder, path)).href;
const answers = askedBy({ id: 1, method: 'roots/list' });
const legacy = (uris: readonly unknown[]) => ({ id: 1, result: { roots: uris.map((uri) => ({ uri })) } });

/** The URIs that the server sees. */
function shown(policy: object, uris: readonly unknown[]): unknown[] {
  const verdict = roots(scopeOf({ roots: policy }))?.toServer?.(read(legacy(uris)), contextOf(answers));
  if (verdict === undefined || verdict.kind === 'pass') return [...uris];
  if (verdict.kind !== 'rewrite') throw new Error(verdict.kind);
  const hidden = new Set(
    verdict.edits.map((edit) => ('value' in edit && edit.value === undefined ? edit.path.at(-1) : undefined)),
  );
  expect(verdict.note).toBe(`hid ${hidden.size} of ${uris.length} roots`);
  return uris.filter((_, index) => !hidden.has(index));
}

it('roots pass unchanged if every folder is allowed', () => {
  expect(roots(scopeOf({}))).toBeUndefined();
});

describe('a server sees', () => {
  it.each([
    ['the folder', uriOf('desk')],
    ['the folder with a slash', `${uriOf('desk')}/`],
    ['a folder below it', uriOf('desk/a/b')],
    ['a file in it', uriOf('desk/file.txt')],
    ['a folder that does not exist yet', uriOf('desk/new/newer')],
    ['a link into it', uriOf('in/a')],
    ['a URI with the scheme FILE', uriOf('desk').replace('file:', 'FILE:')],
  ])('%s', (_, uri) => {
    expect(shown(WORK, [uri])).toEqual([uri]);
  });

  it('a folder with letters that are encoded, or not', () => {
    const policy = { only: [join(folder, 'größe %')] };
    const uris = [uriOf('größe %'), `file://${folder}/größe %25/x`];
    expect(shown(policy, uris)).toEqual(uris);
  });

  it('a folder in the home', () => {
    const uri = pathToFileURL(join(homedir(), 'nothing-here')).href;
    expect(shown({ only: ['~'] }, [uri])).toEqual([uri]);
    expect(shown({ only: ['~/nothing-here'] }, [uri, `${uri}2`])).toEqual([uri]);
  });
});

describe('a server never sees', () => {
  it.each([
    ['a larger folder', uriOf('')],
    ['the whole disk', 'file:///'],
    ['a folder whose name begins alike', uriOf('desk2')],
    ['another', uriOf('private')],
    ['a link out of it', uriOf('desk/out')],
    ['a folder below a link out of it', uriOf('desk/out/new')],
    ['a link to nowhere', uriOf('desk/dangling')],
    ['a folder below a link to nowhere', uriOf('desk/dangling/new')],
    ['a folder below a file', uriOf('desk/file.txt/new')],
    ['dots', `${uriOf('desk')}/../private`],
    ['dots that come back', `${uriOf('desk')}/a/../a`],
    ['encoded dots', `${uriOf('desk')}/%2e%2e/private`],
    ['dots that are encoded twice', `${uriOf('desk')}/%252e%252e/private`],
    ['an encoded slash', `${uriOf('desk')}%2fa`],
    ['a backslash', `${uriOf('desk')}\\a`],
    ['an encoded backslash', `${uriOf('desk')}%5ca`],
    ['an encoded NUL', `${uriOf('desk')}%00`],
    ['broken encoding', `${uriOf('desk')}/%ff`],
    ['a query', `${uriOf('desk')}?x`],
    ['a fragment', `${uriOf('desk')}#x`],
    ['a line end', `${uriOf('desk')}\n`],
    ['a space at the end', `${uriOf('desk')} `],
    ['a host', uriOf('desk').replace('file://', 'file://server')],
    ['localhost, which some take for a host', uriOf('desk').replace('file://', 'file://localhost')],
    ['four slashes', uriOf('desk').replace('file:///', 'file:////')],
    ['one slash', uriOf('desk').replace('file:///', 'file:/')],
    ['another scheme', uriOf('desk').replace('file:', 'https:')],
    ['a plain path', join(folder, 'desk')],
    ['an endless path', `${uriOf('desk')}/${'x'.repeat(8192)}`],
    ['endless folders', `${uriOf('desk')}${'/x'.repeat(128)}`],
    ['a number', 7],
    ['nothing', undefined],
  ])('%s', (_, uri) => {
    expect(shown(WORK, [uri, uriOf('desk/a')])).toEqual([uriOf('desk/a')]);
  });

  it('a root that readers may take for another', () => {
    const root = { uri: uriOf('desk'), 'uri\0': uriOf('private') };
    const message = { id: 1, result: { roots: [root, null, uriOf('desk')] } };
    expect(roots(scopeOf({ roots: WORK }))?.toServer?.(read(message), contextOf(answers))).toMatchObject({
      kind: 'rewrite',
      note: 'hid 3 of 3 roots',
    });
  });

  it('any folder if the allowed one is a link to nowhere', () => {
    expect(shown({ only: [join(folder, 'desk/dangling')] }, [uriOf('nowhere')])).toEqual([]);
  });
});

describe('a list of roots is found', () => {
  const filter = (message: object, question = answers) =>
    roots(scopeOf({ roots: WORK }))?.toServer?.(read(message), contextOf(question));
  const list = { roots: [{ uri: uriOf('private') }] };

  it.each([
    ['in a response', { id: 1, result: list }, ['result', 'roots', 0]],
    [
      'in a retry',
      { id: 1, method: 'tools/call', params: { name: 'x', inputResponses: { r: list } } },
      ['params', 'inputResponses', 'r', 'roots', 0],
    ],
    [
      'in the update of a task',
      { id: 1, method: 'tasks/update', params: { taskId: 't', inputResponses: { r: list } } },
      ['params', 'inputResponses', 'r', 'roots', 0],
    ],
    [
      'in a list of responses',
      { id: 1, method: 'x', params: { inputResponses: [{}, list] } },
      ['params', 'inputResponses', '1', 'roots', 0],
    ],
  ])('%s', (_, message, path) => {
    expect(filter(message)).toMatchObject({ kind: 'rewrite', edits: [{ path }] });
  });

  it('in a response to another request', () => {
    const question = askedBy({ id: 1, method: 'tasks/result', params: { taskId: 't' } });
    expect(filter({ id: 1, result: list }, question)).toMatchObject({ kind: 'rewrite' });
  });

  it.each([
    ['no list', { roots: 'x' }],
    ['nothing', {}],
    ['another spelling', { Roots: list.roots }],
    ['both', { ...list, Roots: list.roots }],
    ['too many', { roots: Array.from({ length: 257 }, () => ({ uri: uriOf('desk') })) }],
  ])('and refused when it cannot be read: %s', (_, result) => {
    expect(filter({ id: 1, result })).toMatchObject({ kind: 'block', error: { rule: `${PLACE}.only` } });
  });

  it.each([
    ['another answer', { id: 1, result: { action: 'accept', content: { roots: 'x' } } }],
    ['arguments', { id: 1, method: 'tools/call', params: { arguments: list } }],
    ['other responses', { id: 1, method: 'tools/call', params: { inputResponses: { a: { action: 'decline' } } } }],
    ['an empty list', { id: 1, result: { roots: [] } }],
    ['a failure', { id: 1, error: { code: 1, message: 'x' } }],
  ])('but not in %s', (_, message) => {
    expect(filter(message, askedBy({ id: 1, method: 'elicitation/create' }))).toEqual({ kind: 'pass' });
  });
});

describe('if roots are not enabled', () => {
  const disabled = roots(scopeOf({ roots: { enabled: false } }));
  const refusal = { kind: 'block', error: { code: 'POLICY_DENIED', rule: `${PLACE}.enabled` } };

  it.each([
    ['a request', { id: 1, method: 'roots/list' }],
    ['an embedded request', { id: 1, result: { inputRequests: { a: { method: 'roots/list' } } } }],
    ['another spelling', { id: 1, method: 'Roots/List' }],
  ])('%s is refused', (_, message) => {
    expect(disabled?.toClient?.(read(message), contextOf())).toMatchObject(refusal);
  });

  it.each([
    ['that they changed', { method: 'notifications/roots/list_changed' }],
    ['of them unasked', { id: 1, method: 'tools/call', params: { inputResponses: { a: { roots: [] } } } }],
    ['of them in another response', { id: 1, result: { roots: [] } }],
  ])('the server gets no report %s', (_, message) => {
    expect(disabled?.toServer?.(read(message), contextOf())).toMatchObject(refusal);
  });

  it('the client’s capability is hidden from the server, and nothing else changes', () => {
    const initialize = { id: 1, method: 'initialize', params: { capabilities: { roots: {}, sampling: {} } } };
    expect(disabled?.toServer?.(read(initialize), contextOf())).toMatchObject({
      kind: 'rewrite',
      edits: [{ path: ['params', 'capabilities', 'roots'], value: undefined }],
    });
    expect(disabled?.toServer?.(read({ id: 1, method: 'ping' }), contextOf())).toEqual({ kind: 'pass' });
    expect(disabled?.toClient?.(read({ id: 1, result: {} }), contextOf())).toEqual({ kind: 'pass' });
  });
});

it('a root must lie in a folder of every layer', () => {
  const scope = scopeOf({ roots: WORK });
  const [own] = scope.layers.roots;
  if (!own) throw new Error('no layer');
  const base = { source: 'base:x', rules: { enabled: true, only: [join(folder, 'desk/a'), join(folder, 'private')] } };
  const layered = roots({ ...scope, layers: { ...scope.layers, roots: [own, base] } });
  const uris = ['desk', 'desk/a', 'desk/a/b', 'private'].map(uriOf);
  expect(layered?.toServer?.(read(legacy(uris)), contextOf(answers))).toMatchObject({
    edits: [{ path: ['result', 'roots', 0] }, { path: ['result', 'roots', 3] }],
  });
});

const segment = fc.constantFrom(
  'desk',
  'a',
  'b',
  'out',
  'private',
  'in',
  'new',
  '..',
  '.',
  '%2e%2e',
  '',
  'dangling',
  'desk2',
  'ö',
  '%',
);

it('every path that passes leads into the folder', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
      const uri = `file://${folder}/${segments.join('/')}`;
      if (shown(WORK, [uri]).length === 0) return;
      const path = decodeURIComponent(uri.slice('file://'.length));
      const existing = realpathOfExisting(path);
      expect(`${existing}/`.startsWith(`${folder}/desk/`)).toBe(true);
    }),
    { numRuns: rounds(500) },
  );
});

/** Bytes of a name in a file system. */
const NAME_MAX = 255;

it('every allowed folder passes, and so do the folders below it', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
    .filter((text) => /^[^\p{C}\\/%.\ufffd]+$/u.test(text) && Buffer.byteLength(text) <= NAME_MAX);
  fc.assert(
    fc.property(name, fc.array(name, { maxLength: 3 }), (top, below) => {
      const path = join(folder, top, ...below);
      const uri = pathToFileURL(path).href;
      expect(shown({ only: [join(folder, top)] }, [uri])).toEqual([uri]);
    }),
    { numRuns: rounds(200) },
  );
});

/** The deepest ancestor that exists; a path that passes below it cannot leave it. */
function realpathOfExisting(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return realpathOfExisting(join(path, '..'));
  }
}

it('a list of roots that needs too many looks at the file system is refused', () => {
  const deep = `desk/${'d/'.repeat(100)}`;
  mkdirSync(join(folder, deep), { recursive: true });
  const uris = Array.from({ length: 256 }, () => uriOf(deep));
  const verdict = roots(scopeOf({ roots: WORK }))?.toServer?.(read(legacy(uris)), contextOf(answers));
  expect(verdict).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED', rule: `${PLACE}.only` } });
});
