import type { Case } from '../category.js';
import { isCarried, neverArrives } from '../harness/attacks.js';
import { MODERN, PADDING } from '../harness/messages.js';
import type { Random } from '../harness/random.js';
import { spellingsOf } from './spellings.js';

/** What arguments may be, on the server `main` of its category. */
export const RULES = [
  { tool: 'pay', path: '/amount', max: 100 },
  { tool: 'pay', path: '/items/*/price', max: 100, optional: true },
  { tool: 'pay', path: '/force', absent: true },
  { tool: 'pay', path: '/currency', one_of: ['EUR', 'USD'], optional: true },
  { tool: 'fetch', path: '/url', under: ['good.example', '*.fine.example'] },
  { tool: 'write', path: '/path', under: '/srv/data' },
  { tool: 'send', path: '/to/*', matches: ['*@good.example'] },
] as const;

/** Arguments (JSON text) that no rule may let through, by tool. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  pay: [
    ...[
      '101',
      '100.0000000000000000001',
      '1e3',
      '1E+400',
      '1.01e2',
      '9007199254740993',
      '"1"',
      '"0x10"',
      '[1]',
      '{"value":1}',
      'null',
      'true',
      '""',
    ].map((amount) => `{"amount":${amount}}`),
    '{}',
    'null',
    '[]',
    '"{\\"amount\\":1}"',
    '[{"amount":1}]',
    '{"Amount":1}',
    '{"amount":1,"Amount":1e9}',
    '{"amount":1,"amount\\u0000":1e9}',
    '{"amount":1,"amo\\u200bunt":1e9}',
    '{"amount":1,"amount ":1e9}',
    '{"amount":1,"ａmount":1e9}',
    '{"amount":1,"amount":1e9}',
    ...[
      '[{"price":101}]',
      '[{"price":1},{"price":1e9}]',
      '[{"price":"1"}]',
      '[{"Price":1}]',
      '{"a":{"price":101}}',
      '[[{"price":101}]]',
      '"x"',
    ].map((items) => `{"amount":1,"items":${items}}`),
    '{"amount":1,"items":[],"Items":[{"price":1e9}]}',
    ...['true', 'false', 'null', '0', '""'].map((force) => `{"amount":1,"force":${force}}`),
    '{"amount":1,"FORCE":true}',
    ...['"BTC"', '"eur"', '"EUR "', '"EUR\\u0000"', '["EUR"]', '"ＥUR"', 'null'].map(
      (currency) => `{"amount":1,"currency":${currency}}`,
    ),
  ],
  fetch: [
    ...[
      'https://evil.example/',
      'https://good.example@evil.example/',
      'https://good.example\\@evil.example/',
      'https://good.example.evil.example/',
      'https://evil.example/good.example',
      'https://evil.example?good.example',
      'https://evil.example#good.example',
      'https://good.example\n.evil.example/',
      'https://good.example%2eevil.example/',
      'https://g\u043eod.example/',
      'https://good.example:8443/',
      'ftp://good.example/',
      'javascript://good.example/%0aalert(1)',
      'file://good.example/etc/passwd',
      '//good.example/',
      'good.example',
      'https:/\\evil.example',
      'https://fine.example/',
      'https://xfine.example/',
      'https://user:x@a.fine.example/',
      'https://a.fine.example\t.evil.example/',
      'https://[::1]/',
      'data:text/plain,good.example',
      'https:evil.example/good.example',
      'https://good.example\u3002evil.example/',
      ' https://good.example@evil.example',
      'https://good.example\u0000.evil.example/',
      'http://good.example:443/',
    ].map((url) => JSON.stringify({ url })),
    '{}',
    '{"url":null}',
    '{"url":["https://good.example/"]}',
    '{"URL":"https://good.example/"}',
    '{"url":"https://good.example/","Url":"https://evil.example/"}',
  ],
  write: [
    ...[
      '/etc/passwd',
      '/srv/data/../../etc/passwd',
      '/srv/data/%2e%2e/%2e%2e/etc/passwd',
      '/srv/data/..%2f..%2fetc/passwd',
      '/srv/data/%252e%252e/x',
      '/srv/data\\..\\..\\etc',
      '/srv/database',
      '/srv/data/../data2/x',
      'srv/data/x',
      '../srv/data/x',
      '~/x',
      '/SRV/data/../../etc',
      'file:///etc/passwd',
      'file:///srv/data/../../etc',
      'file://evil/srv/data/x',
      '/srv/data/\u0000/../../etc',
      '/srv/data/．．/．．/etc/passwd',
      '/srv/data/\u200b../../etc',
      '/proc/self/cwd/../../etc/passwd',
      '',
      '/srv',
      '/',
      'file:/srv/data/../../etc',
      'https://good.example/srv/data/x',
      '/srv/data/x/../../../etc/shadow',
      '/srv/./data/./../../etc',
      '//srv/../etc/passwd',
    ].map((path) => JSON.stringify({ path })),
    '{}',
    '{"path":["/srv/data/x"]}',
    '{"Path":"/srv/data/x"}',
    '{"path":"/srv/data/x","PATH":"/etc/passwd"}',
    '{"path":{"a":"/srv/data/x"}}',
  ],
  send: [
    ...[
      '["a@evil.example"]',
      '["a@good.example","b@evil.example"]',
      '["a@good.example.evil"]',
      '[]',
      '"a@good.example"',
      '[["a@evil.example"]]',
      '[null]',
      '{"x":"a@evil.example"}',
    ].map((to) => `{"to":${to}}`),
    '{}',
    '{"TO":["a@good.example"]}',
    '{"to":["a@good.example"],"To":["a@evil.example"]}',
  ],
};

const GOOD: Readonly<Record<string, readonly string[]>> = {
  pay: [
    '{"amount":100}',
    '{"amount":0.1e2,"items":[{"price":100},{"price":-0}],"currency":"EUR"}',
    '{"amount":1.0,"note":"force: 1e9"}',
  ],
  fetch: [
    '{"url":"https://good.example/a@b?c=d#e"}',
    '{"url":"http://a.fine.example/"}',
    '{"url":"https://GOOD.example:443/x"}',
  ],
  write: ['{"path":"/srv/data/new/file.txt"}', '{"path":"/srv/data/a b/ä.txt"}', '{"path":"file:///srv/data/x"}'],
  send: ['{"to":["a@good.example","b@good.example"]}'],
};

const toCall = (mark: string, tool: string, given: string, more = ''): string =>
  `{"jsonrpc":"2.0","id":"${mark}","method":"tools/call","params":{"name":${JSON.stringify(tool)},"arguments":${given}${more}}}`;

/** How a call with forbidden arguments may come. */
const FORMS: Readonly<Record<string, (mark: string, tool: string, given: string) => string>> = {
  'a call': toCall,
  'a notification': (mark, tool, given) =>
    `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"${tool}","arguments":${given},"_meta":{"x":"${mark}"}}}`,
  'an unknown method': (mark, tool, given) =>
    `{"jsonrpc":"2.0","id":"${mark}","method":"tools/invoke","params":{"name":"${tool}","arguments":${given}}}`,
  'a call in the modern era': (mark, tool, given) => toCall(mark, tool, given, `,"_meta":${JSON.stringify(MODERN)}`),
  'the tool in capitals': (mark, tool, given) => toCall(mark, tool.toUpperCase(), given),
  'the tool with an invisible character': (mark, tool, given) => toCall(mark, `${tool}\u200b`, given),
};

export function* argumentAttacks(random: Random): Iterable<Case> {
  for (const [tool, all] of Object.entries(BAD)) {
    for (const given of all) {
      for (const [form, toLine] of Object.entries(FORMS)) {
        yield neverArrives({ name: `${tool} with ${given}, by ${form}` }, 'toServer', (mark) =>
          toLine(mark, tool, given),
        );
      }
      const large = (mark: string): string => toCall(mark, tool, given, `,"padding":"${PADDING}"`);
      if (random.below(8) === 0)
        yield neverArrives({ name: `${tool} with ${given}, in a large call` }, 'toServer', large);
    }
  }
  for (const { how, text } of spellingsOf('pay', random)) {
    yield neverArrives({ name: `pay ${how} with {"amount":1e9}` }, 'toServer', (mark) =>
      toCall(mark, text, '{"amount":1e9}'),
    );
  }
  const answers = [{ amount: 101 }, { amount: '1' }, { Amount: 101 }, { force: true }, 'amount=101', [{ amount: 101 }]];
  for (const content of answers) {
    const more = `,"requestState":"s","inputResponses":${JSON.stringify({ q: { action: 'accept', content } })}`;
    const title = `pay with ${JSON.stringify(content)} in what a person is said to have typed`;
    yield neverArrives({ name: title }, 'toServer', (mark) => toCall(mark, 'pay', '{"amount":1}', more));
  }
}

export function* argumentCalls(): Iterable<Case> {
  for (const [tool, all] of Object.entries(GOOD)) {
    for (const given of all)
      yield isCarried({ name: `${tool} with ${given}` }, { question: (id) => toCall(id, tool, given) });
  }
}
