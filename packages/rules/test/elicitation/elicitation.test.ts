import { describe, expect, it } from 'vitest';
import { elicitation } from '../../src/elicitation/elicitation.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const METHOD = 'elicitation/create';
const PLACE = 'servers.files.policy.elicitation';
const run = (message: object, policy: object = {}) =>
  elicitation(scopeOf({ elicitation: policy }))?.toClient?.(read(message), contextOf());
const request = (params?: object) => ({ id: 1, method: METHOD, params });
const embedded = (params: object) => ({ id: 1, result: { inputRequests: { a: { method: METHOD, params } } } });
const form = (properties: object, more: object = {}) => ({
  message: 'Please fill in',
  requestedSchema: { type: 'object', properties },
  ...more,
});

describe('if elicitation is not enabled', () => {
  const disabled = { enabled: false };

  it.each([
    ['a request', request(form({}))],
    ['an embedded request', embedded(form({}))],
    ['a page', request({ mode: 'url', url: 'https://a.example', message: 'x' })],
    ['an error that requires a page', { id: 1, error: { code: -32042, message: 'x' } }],
    ['pages in any error', { id: 1, error: { code: 1, message: 'x', data: { elicitations: [{}] } } }],
  ])('%s is refused', (_, message) => {
    expect(run(message, disabled)).toMatchObject({
      kind: 'block',
      error: { code: 'POLICY_DENIED', rule: `${PLACE}.enabled` },
    });
  });

  it('the capability is hidden from the server', () => {
    const params = { capabilities: { elicitation: {}, tasks: { requests: { elicitation: { create: {} } } } } };
    const message = read({ id: 1, method: 'initialize', params });
    expect(elicitation(scopeOf({ elicitation: disabled }))?.toServer?.(message, contextOf())).toMatchObject({
      kind: 'rewrite',
      edits: [
        { path: ['params', 'capabilities', 'elicitation'], value: undefined },
        { path: ['params', 'capabilities', 'tasks', 'requests', 'elicitation'], value: undefined },
      ],
    });
  });

  it('the result of a task that asked is refused', () => {
    const tasks = [{ id: 't', by: [{ method: METHOD, target: null }] }];
    const message = read({ id: 1, method: 'tasks/result', params: { taskId: 't' } });
    expect(
      elicitation(scopeOf({ elicitation: disabled }))?.toClient?.(message, { ...contextOf(), tasks }),
    ).toMatchObject({ kind: 'block' });
  });

  it('other messages pass', () => {
    expect(run({ id: 1, result: {} }, disabled)).toEqual({ kind: 'pass' });
    expect(run({ method: 'notifications/elicitation/complete', params: { elicitationId: 'x' } }, disabled)).toEqual({
      kind: 'pass',
    });
  });
});

describe('a form that asks for a secret is refused', () => {
  it.each([
    ['in its message', form({}, { message: 'Your password?' })],
    ['in the name of a field', form({ apiKey: { type: 'string' } })],
    ['in a title', form({ a: { type: 'string', title: 'Passwort' } })],
    ['in a description', form({ a: { type: 'string', description: 'the number on your credit card: card number' } })],
    ['in a choice', form({ a: { type: 'string', enum: ['ssh key', 'none'] } })],
    ['in the title of a choice', form({ a: { type: 'string', oneOf: [{ const: 'a', title: 'CVV' }] } })],
    ['in the items of a list', form({ a: { type: 'array', items: { anyOf: [{ const: 'a', title: 'CVV' }] } } })],
    ['by its format', form({ a: { type: 'string', format: 'password' } })],
    ['by being hidden', form({ a: { type: 'string', writeOnly: true } })],
    ['by the end of a name', form({ cardPin: { type: 'integer' } })],
    ['by the end of a title', form({ a: { type: 'string', title: 'Token' } })],
    ['in a member that the specification does not know', form({}, { subtitle: 'enter your password' })],
    ['in a key that the specification does not know', form({ a: { type: 'string', 'x-hint': 'passphrase' } })],
    ['over two lines', form({}, { message: 'Your pass\nword' })],
    ['in disguise', form({ a: { type: 'string', title: 'P@ssw0rd' } })],
    [
      'in the list of required fields',
      { ...form({}), requestedSchema: { type: 'object', properties: {}, required: ['apiKey'] } },
    ],
    ['with its mode', form({ password: { type: 'string' } }, { mode: 'form' })],
  ])('%s', (_, params) => {
    const refusal = { kind: 'block', error: { code: 'POLICY_DENIED', rule: `${PLACE}.block_secret_questions` } };
    expect(run(request(params))).toMatchObject(refusal);
    expect(run(embedded(params))).toMatchObject(refusal);
    expect(run(request(params), { block_secret_questions: false }) ?? { kind: 'pass' }).toEqual({ kind: 'pass' });
  });
});

describe('a form that cannot be judged is refused', () => {
  const schema = (requestedSchema: unknown) => ({ message: 'x', requestedSchema });
  const many = Object.fromEntries(Array.from({ length: 129 }, (_, index) => [`f${index}`, { type: 'string' }]));
  it.each([
    ['without a message', { requestedSchema: { type: 'object', properties: {} } }],
    ['with a list as its message', form({}, { message: ['x'] })],
    ['without a schema', { message: 'x' }],
    ['with a list as its schema', schema([])],
    ['with a schema of another type', schema({ type: 'string', properties: {} })],
    ['without properties', schema({ type: 'object' })],
    ['with properties in a list', schema({ type: 'object', properties: [] })],
    ['with a field that is none', form({ a: true })],
    ['with a field without a type', form({ a: {} })],
    ['with a field of several types', form({ a: { type: ['string', 'null'] } })],
    ['with a nested object', form({ a: { type: 'object', properties: { b: { type: 'string' } } } })],
    ['with nested properties', form({ a: { type: 'string', properties: { b: { type: 'string' } } } })],
    ['with a list of objects', form({ a: { type: 'array', items: { type: 'object' } } })],
    ['with a list of lists', form({ a: { type: 'array', items: { type: 'array' } } })],
    ['with a reference', schema({ type: 'object', properties: {}, $defs: { a: {} } })],
    ['with a combination', schema({ type: 'object', properties: {}, allOf: [{}] })],
    ['with deep choices', form({ a: { type: 'string', oneOf: [{ a: { b: { c: {} } } }] } })],
    ['with too many fields', form(many)],
    ['that is too long', form({}, { message: 'x'.repeat(32_768) })],
    ['with keys that fold', form({ a: { type: 'string', Title: 'x' } })],
    ['with names that fold', form({ a: { type: 'string' }, A: { type: 'string' }, a2: { type: 'string' } })],
    ['with keys of the question that fold', form({}, { 'mode\u200b': 'url' })],
    ['with an address too', form({}, { url: 'https://a.example' })],
    ['of another mode', form({}, { mode: 'popup' })],
    ['of a mode that is no text', form({}, { mode: ['form'] })],
  ])('%s', (_, params) => {
    expect(run(request(params))).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED' } });
    expect(run(embedded(params))).toMatchObject({ kind: 'block' });
  });

  it('without params', () => {
    expect(run(request())).toMatchObject({ kind: 'block', error: { rule: PLACE } });
  });
});

describe('a harmless form passes', () => {
  it.each([
    ['empty', form({})],
    [
      'with every kind of field',
      form({
        name: { type: 'string', title: 'Name', minLength: 1, default: 'x' },
        email: { type: 'string', format: 'email' },
        age: { type: 'integer', minimum: 0 },
        ok: { type: 'boolean', default: true },
        one: { type: 'string', enum: ['a', 'b'], enumNames: ['A', 'B'] },
        titled: { type: 'string', oneOf: [{ const: 'a', title: 'A' }] },
        many: { type: 'array', items: { type: 'string', enum: ['a'] }, default: ['a'], minItems: 0 },
        titles: { type: 'array', items: { anyOf: [{ const: 'a', title: 'A' }] } },
      }),
    ],
    [
      'as a schema library writes it',
      {
        message: 'x',
        requestedSchema: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          type: 'object',
          properties: { a: { type: 'string' } },
          required: ['a'],
          additionalProperties: false,
        },
      },
    ],
    ['with a word for yes or no', form({ pin: { type: 'boolean', title: 'Pin the message' } })],
    ['with metadata that is not shown', form({}, { _meta: { progressToken: 'password' }, task: { ttl: 1 } })],
  ])('%s', (_, params) => {
    expect(run(request(params))).toEqual({ kind: 'pass' });
    expect(run(embedded(params))).toEqual({ kind: 'pass' });
  });
});

describe('a page', () => {
  const page = (url: unknown, message: unknown = 'Sign in', more: object = {}) => ({
    mode: 'url',
    url,
    message,
    elicitationId: 'x',
    ...more,
  });
  const error = (wanted: object) => ({
    id: 1,
    error: { code: -32042, message: 'x', data: { elicitations: [wanted] } },
  });

  it.each([
    ['https://example.com', 'example.com'],
    ['https://example.com:8443/a?b=c#d', 'example.com:8443'],
    ['HTTPS://EXAMPLE.COM/', 'example.com'],
    ['https://example.com:443/', 'example.com'],
    ['https://bücher.example/', 'xn--bcher-kva.example'],
    ['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
    ['https://0x7f.1/', '127.0.0.1'],
    ['http://localhost:3000/callback', 'localhost:3000'],
    ['http://127.0.0.1/', '127.0.0.1'],
    ['http://[::1]:80/', '[::1]'],
  ])('%s is shown with its host', (url, host) => {
    const verdict = { kind: 'rewrite', note: `the page is at ${host}`, rule: PLACE };
    const value = `Sign in [opens: ${host}]`;
    expect(run(request(page(url)))).toEqual({ ...verdict, edits: [{ path: ['params', 'message'], value }] });
    expect(run(embedded(page(url)))).toMatchObject({
      edits: [{ path: ['result', 'inputRequests', 'a', 'params', 'message'], value }],
    });
    expect(run(error(page(url)))).toMatchObject({
      edits: [{ path: ['error', 'data', 'elicitations', 0, 'message'], value }],
    });
    expect(run(request(page(url, value)))).toEqual({ kind: 'pass', note: verdict.note });
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)//https://a.example',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://a.example',
    'vscode://a.example',
    'http://a.example/',
    'http://localhost.a.example/',
    'http://10.0.0.1/',
    'https://user@a.example/',
    'https://@a.example/',
    'https://user:pass@a.example/',
    'https://good.example@evil.example/',
    'https://good.example\\@evil.example/',
    'https:/a.example/',
    'https:a.example',
    'https:///a.example',
    'https://',
    'https://a.example/\n',
    ' https://a.example/',
    'ht\ntps://a.example',
    'https://a.example/a b',
    'https://a.example/\u202egnp.exe',
    'https://a%2eexample/',
    'https://a.example:99999/',
    'https://[::1',
    '//a.example',
    'a.example',
    '',
    `https://a.example/${'x'.repeat(8192)}`,
    7,
    null,
    ['https://a.example'],
  ])('%j is refused', (url) => {
    for (const message of [request(page(url)), embedded(page(url)), error(page(url))]) {
      expect(run(message)).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED' } });
      expect(run(message, { block_secret_questions: false })).toMatchObject({ kind: 'block' });
    }
  });

  it.each([
    ['a sign of the server’s own', 'Sign in [opens: bank.example]'],
    ['a sign in other letters', 'Sign in [ＯＰＥＮＳ : bank.example]'],
    ['a sign above the real one', 'Sign in [opens: bank.example] [opens: a.example]'],
    ['letters that turn the sign around', 'Sign in \u202e'],
    ['escapes', 'Sign in \u001b[2K'],
    ['a text that is too long', 'x'.repeat(4097)],
    ['no text', undefined],
    ['a number', 7],
  ])('with %s is refused', (_, message) => {
    expect(run(request({ ...page('https://a.example'), message }))).toMatchObject({ kind: 'block' });
  });

  it.each([
    ['a form too', page('https://a.example', 'x', { requestedSchema: {} })],
    ['a key that folds', page('https://a.example', 'x', { URL: 'https://evil.example' })],
  ])('with %s is refused', (_, params) => {
    expect(run(embedded(params))).toMatchObject({ kind: 'block' });
  });

  it('in an error needs no mode, and may have only this one', () => {
    expect(run(error({ url: 'https://a.example', message: 'x' }))).toMatchObject({ kind: 'rewrite' });
    expect(run(error(form({})))).toMatchObject({ kind: 'block' });
    expect(run(error({ ...form({}), mode: 'form' }))).toMatchObject({ kind: 'block' });
  });

  it.each([[undefined], [{}], [{ elicitations: [] }], [{ elicitations: 'x' }]])(
    'that an error requires but does not name is refused (%j)',
    (data) => expect(run({ id: 1, error: { code: -32042, message: 'x', data } })).toMatchObject({ kind: 'block' }),
  );

  it('and a form in one response are judged separately', () => {
    const both = (b: object) => ({
      id: 1,
      result: {
        inputRequests: { a: { method: METHOD, params: page('https://a.example') }, b: { method: METHOD, params: b } },
      },
    });
    expect(run(both(form({})))).toMatchObject({ kind: 'rewrite', note: 'the page is at a.example' });
    expect(run(both(form({ password: { type: 'string' } })))).toMatchObject({ kind: 'block' });
    expect(run(both(page('https://b.example')))).toMatchObject({
      note: 'the page is at a.example; the page is at b.example',
      edits: [{}, {}],
    });
  });
});

it('one layer that disables it or blocks secrets is enough', () => {
  const scope = scopeOf({ elicitation: { block_secret_questions: false } });
  const [own] = scope.layers.elicitation;
  if (!own) throw new Error('no layer');
  const withBase = (rules: object) =>
    elicitation({
      ...scope,
      layers: { ...scope.layers, elicitation: [own, { source: 'base:x', rules: { ...own.rules, ...rules } }] },
    })?.toClient?.(read(request(form({ password: { type: 'string' } }))), contextOf());
  expect(withBase({})).toEqual({ kind: 'pass' });
  expect(withBase({ block_secret_questions: true })).toMatchObject({
    error: { rule: 'base:x.block_secret_questions' },
  });
  expect(withBase({ enabled: false })).toMatchObject({ error: { rule: 'base:x.enabled' } });
});
