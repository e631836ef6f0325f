import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardError, toSignedEdit, type Decider, type EditView } from '@mcp-guard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEditApi, type EditApi } from '../../src/approvals/edit-api.js';
import type { PlannedEdit } from '../../src/approvals/run-plan.js';

const PERSON: Decider = {
  uid: 1,
  pid: 2,
  tty: 'pts/1',
  parent: 'the page',
  insideClient: false,
  hasPassphrase: false,
  proposed: false,
};
const BEFORE = 'denied: [a]\n';
const WISH = { kind: 'tool', verb: 'allow', server: 'files', tool: 'a' };

let folder: string;
let target: string;
let needsPassphrase: boolean;
let signedText: string | undefined;
let confirmed: readonly string[];
let planned: Partial<PlannedEdit>;
let refusal: GuardError | undefined;
let api: EditApi;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-guard-edits-'));
  target = join(folder, 'mcp-guard.yaml');
  writeFileSync(target, BEFORE);
  [needsPassphrase, signedText, confirmed, planned, refusal] = [false, undefined, [], {}, undefined];
  api = createEditApi({
    rules: {
      settings: () => ({ inside_clients: 'refuse' }),
      key: {
        authenticate(text, signature) {
          if (!needsPassphrase) return false;
          if (signature !== 'right') throw new GuardError('UNAUTHENTICATED', 'a decision needs the passphrase');
          signedText = text;
          return true;
        },
      },
    },
    plan: async () => {
      if (refusal) throw refusal;
      return {
        target,
        before: hash('sha256', readFileSync(target, 'utf8')),
        text: 'denied: []\n',
        question: 'allow a of files',
        words: 'a of files is allowed now',
        notes: [],
        difference: ['-denied: [a]', '+denied: []'],
        loosens: ['"a" was removed'],
        ...planned,
      };
    },
    inForce: () => hash('sha256', readFileSync(target, 'utf8')),
    confirm: (changes) => (confirmed = changes),
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

const edit = (more: object = {}, decider: Partial<Decider> = {}): Promise<EditView> =>
  api.edit(
    { wish: WISH, by: 'anna', at: Date.now(), ...more },
    { decider: (facts) => ({ ...PERSON, ...decider, ...facts }) },
  );
const text = (): string => readFileSync(target, 'utf8');

describe('an edit from the page', () => {
  it('that allows no more is written at once', async () => {
    planned = { loosens: [], text: 'denied: [a, b]\n' };
    expect((await edit()).state).toBe('written');
    expect(text()).toBe('denied: [a, b]\n');
    expect(confirmed).toEqual([]);
  });

  it('that allows no more is only shown where that is asked for', async () => {
    planned = { loosens: [], text: 'denied: [a, b]\n' };
    const { print, state } = await edit({ isLook: true });
    expect([state, text()]).toEqual(['shown', BEFORE]);
    expect((await edit({ print })).state).toBe('written');
  });

  it('that allows more is shown, and written once a person has confirmed exactly that', async () => {
    const shown = await edit();
    expect(shown).toMatchObject({ state: 'shown', words: 'allow a of files', loosens: ['"a" was removed'] });
    expect(text()).toBe(BEFORE);
    expect(await edit({ print: shown.print })).toMatchObject({ state: 'written', words: 'a of files is allowed now' });
    expect([text(), confirmed]).toEqual(['denied: []\n', ['"a" was removed']]);
  });

  it('is refused in one sentence if the file has changed since it was shown, and nothing is lost', async () => {
    const { print } = await edit();
    writeFileSync(target, 'denied: [a, c]\n');
    await expect(edit({ print })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('has changed since'),
    });
    expect([text(), confirmed]).toEqual(['denied: [a, c]\n', []]);
  });

  it.each([
    ['mcp-guard.yaml:3:1: a broken line', 'mcp-guard.yaml:3:1: a broken line; nothing was written'],
    ['another rule decides; nothing was written', 'another rule decides; nothing was written'],
  ])('that cannot be planned says that nothing was written: %s', async (said, told) => {
    refusal = new GuardError('CONFIG_INVALID', said);
    await expect(edit()).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: told });
  });

  it('is refused if the file changes while it is planned', async () => {
    planned = { loosens: [], before: hash('sha256', 'something else') };
    await expect(edit()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(text()).toBe(BEFORE);
  });

  it('that allows more needs the passphrase where decisions do, over what was shown', async () => {
    needsPassphrase = true;
    const { print } = await edit();
    await expect(edit({ print })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(edit({ print, signature: 'wrong' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(text()).toBe(BEFORE);
    const at = Date.now();
    expect((await edit({ print, at, signature: 'right' })).state).toBe('written');
    expect(signedText).toBe(toSignedEdit({ print, by: 'anna', at }));
  });

  it('with a signature from yesterday is refused', async () => {
    needsPassphrase = true;
    const { print } = await edit();
    await expect(edit({ print, at: Date.now() - 86_400_000, signature: 'right' })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(text()).toBe(BEFORE);
  });

  it.each([
    ['an agent with a shell', { insideClient: true }],
    ['a program without a terminal', { tty: null }],
  ])('that allows more is refused to %s', async (_, decider) => {
    const { print } = await edit({}, decider);
    await expect(edit({ print }, decider)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect([text(), confirmed]).toEqual([BEFORE, []]);
  });

  it('that the configuration has already writes nothing', async () => {
    planned = { text: null, words: 'a of files is allowed already' };
    expect(await edit()).toMatchObject({ state: 'needless', words: 'a of files is allowed already' });
  });

  it.each([{ wish: { kind: 'tool', verb: 'free' } }, { wish: undefined }, { by: '' }, { at: 'now' }, { print: 7 }])(
    'that cannot be read is refused: %j',
    async (more) => {
      await expect(edit(more)).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' });
    },
  );

  it('waits for those before it, up to a bound', async () => {
    planned = { loosens: [] };
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => edit({ isLook: true })));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  });
});
