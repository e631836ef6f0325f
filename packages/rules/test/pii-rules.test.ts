import { parseBase, parseFile, mergeBase, type PiiSide } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { rounds } from '../../core/test/support/rounds.js';
import { PiiRules, type FoundContent } from '../src/pii-rules.js';
import { problemsOf } from '../../policy/test/parse.js';

const rulesOf = (own: object, base?: object, server = 's'): PiiRules => {
  const { file } = parseFile(JSON.stringify({ servers: {}, pii: own }), 'own.yaml', new Map());
  const floor = base && parseBase(JSON.stringify({ pii: base }), 'base.yaml').file;
  return new PiiRules(mergeBase(file, floor).pii, server);
};
const found = (type: string, more: Partial<FoundContent> = {}): FoundContent => ({
  type,
  confidence: 0.9,
  path: '/params/a',
  fingerprint: () => '0123456789abcdef',
  ...more,
});

describe('an action that is set for a type holds for its samples', () => {
  const sample = (sampleOf: string) => found('published_sample', { sampleOf });
  const decide = (actions: object, of: string, side: PiiSide = 'request') =>
    rulesOf({ actions }).decide(sample(of), side);

  it.each<[string, object, string, string, string]>([
    ['of the type', { credit_card: { request: 'block' } }, 'credit_card', 'block', 'credit_card.request'],
    ['of its group', { pii: { request: 'redact' } }, 'ssn', 'redact', 'pii.request'],
    ['of secrets', { secret: { request: 'block' } }, 'aws_key', 'block', 'secret.request'],
  ])('%s', (_, actions, of, action, rule) => {
    expect(decide(actions, of)).toEqual({ action, rule: `pii.actions.${rule}`, asType: of });
  });

  it.each<[string, object, string, PiiSide]>([
    ['of another type', { ssn: { request: 'block' } }, 'credit_card', 'request'],
    ['of the other side', { ssn: { request: 'block' } }, 'ssn', 'response'],
    ['beside one for samples', { secret: { request: 'block' }, known: { request: 'warn' } }, 'aws_key', 'request'],
    ['by default', {}, 'aws_key', 'request'],
  ])('and not %s', (_, actions, of, side) => {
    const known = decide(actions, of, side);
    expect(known?.action).toBe('warn');
    expect(known?.asType).toBeUndefined();
  });

  it('and an exception for the type excuses them', () => {
    const rules = rulesOf({ actions: { ssn: { request: 'block' } }, exceptions: [{ type: 'ssn', path: '/params/a' }] });
    expect(rules.decide(sample('ssn'), 'request')).toBeUndefined();
  });
});

describe('an action', () => {
  it.each([
    ['aws_key', 'block', 'block'],
    ['github_token', 'block', 'block'],
    ['ssn', 'block', 'redact'],
    ['credit_card', 'block', 'redact'],
    ['iban', 'block', 'redact'],
    ['email', 'warn', 'warn'],
    ['phone', 'warn', 'warn'],
    ['ipv4', undefined, undefined],
    ['bic', 'warn', 'warn'],
    ['github_clone_token', 'block', 'redact'],
    ['published_sample', 'warn', 'warn'],
    ['default_password', 'warn', 'warn'],
    ['inspection_limit', 'block', 'block'],
    ['binary_limit', 'warn', 'warn'],
  ])('for %s is by default %s in requests and %s in responses', (type, request, response) => {
    const rules = rulesOf({});
    expect(rules.decide(found(type), 'request')?.action).toBe(request);
    expect(rules.decide(found(type), 'response')?.action).toBe(response);
  });

  it.each<[string, object, string, PiiSide, string | undefined, string]>([
    ['of the type', { actions: { ssn: { request: 'warn' } } }, 'ssn', 'request', 'warn', 'pii.actions.ssn.request'],
    [
      'of the type, while the other side keeps its default',
      { actions: { ssn: { request: 'warn' } } },
      'ssn',
      'response',
      'redact',
      'pii.actions.pii.national_id.response',
    ],
    [
      'of its group',
      { actions: { pii: { request: 'block' } } },
      'email',
      'request',
      'block',
      'pii.actions.pii.request',
    ],
    [
      'of all secrets, which covers temporary ones',
      { actions: { secret: { response: 'block' } } },
      'github_clone_token',
      'response',
      'block',
      'pii.actions.secret.response',
    ],
    [
      'of known samples',
      { actions: { default_password: { request: 'block' } } },
      'default_password',
      'request',
      'block',
      'pii.actions.default_password.request',
    ],
    [
      'of the nearest group',
      { actions: { pii: { request: 'block' }, 'pii.contact': { request: 'redact' } } },
      'email',
      'request',
      'redact',
      'pii.actions.pii.contact.request',
    ],
    [
      'of the type before its group',
      { actions: { pii: { request: 'block' }, email: { request: 'warn' } } },
      'email',
      'request',
      'warn',
      'pii.actions.email.request',
    ],
    [
      'of an opt-in type',
      { actions: { ipv4: { request: 'block' } } },
      'ipv4',
      'request',
      'block',
      'pii.actions.ipv4.request',
    ],
    [
      'of their group',
      { actions: { 'pii.network': { request: 'warn' } } },
      'ipv4',
      'request',
      'warn',
      'pii.actions.pii.network.request',
    ],
  ])('is that %s', (_, own, type, side, action, rule) => {
    expect(rulesOf(own).decide(found(type), side)).toEqual({ action, rule });
  });

  it('is nothing below the threshold', () => {
    expect(rulesOf({}).decide(found('ssn', { confidence: 0.79 }), 'request')).toBeUndefined();
    expect(rulesOf({ confidence_threshold: 0.5 }).decide(found('ssn', { confidence: 0.79 }), 'request')?.action).toBe(
      'block',
    );
  });
});

describe('a type of a configuration', () => {
  const custom = (actions: object) => ({
    custom_types: { staff: { label: 'staff number', patterns: [{ regex: 'S\\d' }], actions } },
  });

  it('is kept in by default', () => {
    const rules = rulesOf(custom({ response: 'warn' }));
    expect(rules.decide(found('staff', { confidence: 1 }), 'request')).toEqual({
      action: 'block',
      rule: 'pii.custom_types.staff',
    });
    expect(rules.decide(found('staff', { confidence: 1 }), 'response')?.action).toBe('warn');
    expect(rules.titleOf('staff')).toBe('staff number');
    expect(rules.custom.find('S1')).toHaveLength(1);
  });

  it('with a built-in name gets the stricter action', () => {
    const section = {
      custom_types: { email: { patterns: [{ regex: '@' }], actions: { request: 'warn', response: 'block' } } },
    };
    const rules = rulesOf({ ...section, actions: { email: { request: 'redact', response: 'warn' } } });
    expect(rules.decide(found('email'), 'request')?.action).toBe('redact');
    expect(rules.decide(found('email'), 'response')?.action).toBe('block');
  });
});

describe('a base', () => {
  const STRICT = { undefined: 0, warn: 1, redact: 2, block: 3 };
  const actions = fc.record(
    { request: fc.constantFrom('block', 'redact', 'warn'), response: fc.constantFrom('block', 'redact', 'warn') },
    { requiredKeys: [] },
  );
  const types = ['aws_key', 'ssn', 'email', 'ipv4', 'staff'];
  const section = fc.record(
    {
      enabled: fc.boolean(),
      confidence_threshold: fc.constantFrom(0, 0.5, 0.85, 1),
      actions: fc.dictionary(
        fc.constantFrom('aws_key', 'ssn', 'email', 'ipv4', 'secret', 'pii', 'pii.contact'),
        actions,
      ),
      custom_types: fc.dictionary(
        fc.constantFrom('staff', 'email'),
        actions.map((of) => ({ patterns: [{ regex: 'x' }], actions: of })),
      ),
      exceptions: fc.array(
        fc.oneof(
          fc.record({
            type: fc.constantFrom(...types.slice(0, 4), 'pii'),
            fingerprint: fc.constant('0123456789abcdef'),
          }),
          fc.record(
            {
              type: fc.constantFrom(...types.slice(0, 4), 'secret'),
              server: fc.constantFrom('s', 't'),
              path: fc.constantFrom('*', '/params/a'),
            },
            { requiredKeys: ['type', 'path'] },
          ),
        ),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: [] },
  );

  it('is a floor: the file cannot loosen any action', () => {
    fc.assert(
      fc.property(
        section,
        section,
        fc.constantFrom(...types),
        fc.constantFrom(0.4, 0.6, 0.9, 1),
        fc.constantFrom<PiiSide>('request', 'response'),
        (own, base, type, confidence, side) => {
          const alone = new PiiRules(
            [{ source: 'base:pii', rules: parseBase(JSON.stringify({ pii: base }), 'b').file.pii! }].filter(
              ({ rules }) => rules.enabled,
            ),
            's',
          );
          const both = rulesOf(own, base);
          const of = (rules: PiiRules) =>
            STRICT[rules.decide(found(type, { confidence }), side)?.action ?? 'undefined'];
          expect(of(both)).toBeGreaterThanOrEqual(of(alone));
          expect(both.threshold).toBeLessThanOrEqual(alone.threshold);
        },
      ),
      { numRuns: rounds(300) },
    );
  });

  // Threat 8
  it('excuses a place of one of its entries under any name, and of no other server that takes its name', () => {
    const entry = { command: 'npx', args: ['@x/mail'] };
    const excuse = (server: string) => ({ type: 'secret', server, path: '*' });
    const own = {
      servers: { mail: { command: 'evil' }, post: entry },
      pii: { exceptions: [excuse('mail'), excuse('post')] },
    };
    const base = { servers: { mail: entry }, pii: { exceptions: [excuse('mail')] } };
    const { file } = parseFile(JSON.stringify(own), 'own.yaml', new Map());
    const { pii } = mergeBase(file, parseBase(JSON.stringify(base), 'base.yaml').file);
    const actionFor = (server: string) => new PiiRules(pii, server).decide(found('aws_key'), 'response')?.action;
    expect(actionFor('mail')).toBe('block');
    expect(actionFor('post')).toBeUndefined();
  });

  it('excuses a place of every server if it names none, like the file', () => {
    const pii = { exceptions: [{ type: 'secret', path: '/result/content/*/data' }] };
    const at = (own: object, base: object, path: string) =>
      rulesOf(own, base).decide(found('aws_key', { path }), 'response')?.action;
    expect(at(pii, pii, '/result/content/0/data')).toBeUndefined();
    expect(at({}, pii, '/result/content/0/data')).toBe('block');
    expect(at(pii, {}, '/result/content/0/data')).toBe('block');
    expect(at(pii, pii, '/result/content/0/text')).toBe('block');
  });

  it('cannot be switched off, and its hidden_text binds', () => {
    const rules = rulesOf({ enabled: false, hidden_text: { results: 'warn' } }, { hidden_text: { results: 'block' } });
    expect(rules.areOff).toBe(false);
    expect(rules.decideHidden('zero_width', found('zero_width'), false)).toEqual({
      action: 'block',
      rule: 'base:pii.hidden_text.results',
    });
  });
});

it.each([
  ['actions: {emial: {request: block}}', 'pii.actions.emial: there is no such type; did you mean email?'],
  [
    'exceptions: [{type: nothing_like_it, fingerprint: 0123456789abcdef}]',
    'pii.exceptions[0].type: there is no such type',
  ],
  ['exceptions: [{type: email, fingerprint: abc}]', 'pii.exceptions[0].fingerprint: a fingerprint is the 16 digits'],
  ['exceptions: [{type: email, fingerprint: 1234567890123456}]', 'pii.exceptions[0].fingerprint: write it in quotes'],
  ['actions: {bidi_override: {request: block}}', 'pii.actions.bidi_override: pii.hidden_text says what is done'],
  ['actions: {hidden_text: {request: block}}', 'pii.actions.hidden_text: pii.hidden_text says what is done'],
  ['custom_types: {zero_width: {patterns: [{regex: x}]}}', 'pii.custom_types.zero_width: hidden text is no type'],
  ['custom_types: {"a b": {patterns: [{regex: x}]}}', 'pii.custom_types.a b: the name of a type has'],
  ['custom_types: {secret: {patterns: [{regex: x}]}}', 'pii.custom_types.secret: this name is taken'],
  ['confidence_threshold: 2', 'pii.confidence_threshold: '],
])('a section with %s is refused', (yaml, problem) => {
  expect(problemsOf(`pii: {${yaml}}`).join('\n')).toContain(problem);
});

it('wrong names are reported together with all other problems', () => {
  const section = {
    actions: { emial: { request: 'block' }, email: { request: 'drop' } },
    custom_types: { staff: { patterns: [{ regex: '(' }] } },
    exceptions: [
      { type: 'aws_kee', fingerprint: 'abc' },
      { type: 'staff', server: 's', path: '*' },
    ],
  };
  expect(problemsOf(JSON.stringify({ pii: section }))).toEqual([
    expect.stringContaining('pii.actions.emial: there is no such type; did you mean email?'),
    expect.stringContaining('pii.actions.email.request: '),
    expect.stringContaining('pii.custom_types.staff.patterns[0].regex: the expression does not compile'),
    expect.stringContaining('pii.exceptions[0].type: there is no such type; did you mean aws_key?'),
    expect.stringContaining('pii.exceptions[0].fingerprint: a fingerprint is the 16 digits'),
  ]);
});
