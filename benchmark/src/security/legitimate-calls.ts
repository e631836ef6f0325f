import type { Case, Category } from './category.js';
import { isCarried, isDelivered } from './harness/attacks.js';
import { call, MODERN, notification, PADDING, request, result } from './harness/messages.js';
import { ALNUM, type Random } from './harness/random.js';
import { ABOUT_SECRETS, HARMLESS } from './material/texts.js';

/** Of every kind of text. */
const ROUNDS = 120;

const MAKERS = Object.entries({ ...HARMLESS, ...ABOUT_SECRETS });

/** Everyday calls in which a text may travel. */
const SHAPES: readonly ((id: string, text: string, random: Random) => string)[] = [
  (id, text) => call(id, 'write_file', { path: '/srv/desk/notes.txt', content: text }),
  (id, text) => call(id, 'search', { query: text, limit: 20, offset: 0 }),
  (id, text) => call(id, 'edit', { edits: [{ oldText: text, newText: '' }], dryRun: true }),
  (id, text, random) =>
    call(id, 'create_issue', { title: text.slice(0, 60), labels: ['bug', 'p2'], number: random.below(99_999) }),
  (id, text) => call(id, 'store', { value: { deep: [{ deeper: { deepest: [text, null, 1.5e-7] } }] } }),
  (id, text) => call(id, 'run', { arguments: { text } }, { _meta: { progressToken: id } }),
  (id, text) => call(id, 'post', { message: text }, { _meta: MODERN }),
  (id, text) => request(id, 'prompts/get', { name: 'review', arguments: { text } }),
];

const ANSWERS: readonly ((id: string, text: string, random: Random) => string)[] = [
  (id, text) => result(id, { content: [{ type: 'text', text }] }),
  (id, text) => result(id, { content: [{ type: 'text', text }], structuredContent: { text, length: text.length } }),
  (id, text) =>
    result(id, {
      content: [
        { type: 'text', text: 'see below' },
        { type: 'text', text },
      ],
      isError: false,
    }),
  (id, text) =>
    result(id, {
      content: [{ type: 'resource', resource: { uri: 'file:///srv/desk/a.txt', mimeType: 'text/plain', text } }],
    }),
  (id, text) =>
    result(id, {
      contents: [{ uri: 'file:///srv/desk/b.md', text }],
      messages: [{ role: 'assistant', content: { type: 'text', text } }],
    }),
  (id, text, random) =>
    result(id, {
      content: [
        { type: 'image', mimeType: 'image/png', data: random.bytes(300).toString('base64') },
        { type: 'text', text },
      ],
    }),
  (id, text) =>
    `{ "jsonrpc": "2.0", "id": "${id}", "result": {"content": [{"type": "text", "text": ${JSON.stringify(text)}}]} }`,
  (id, text) =>
    JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32602, message: 'bad argument', data: { given: text } } }),
];

function* texts(random: Random): Iterable<Case> {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, make] of MAKERS) {
      const [answeredKind, makeAnswer] = random.pick(MAKERS);
      const [asked, told] = [make(random), makeAnswer(random)];
      const [toQuestion, toAnswer] = [random.pick(SHAPES), random.pick(ANSWERS)];
      const question = (id: string): string => toQuestion(id, asked, random);
      const answer = (id: string): string => toAnswer(id, told, random);
      yield isCarried({ name: `${kind}, answered by ${answeredKind} (${round + 1})` }, { question, answer });
    }
  }
}

/** JSON that a careless reader would write again in another way. */
const RAW: readonly string[] = [
  ...['9007199254740993', '-0', '1.0', '1e400', '0.1e-7', '123456789012345678901234567890', '1E+2'].map(
    (number) => `{"n":${number}}`,
  ),
  ...['""', '"\\u0041\\/b"', '"\\ud83d\\ude00"', '"\\u0000\\b\\f"', '"tab\\tnewline\\n"'].map(
    (text) => `{"s":${text}}`,
  ),
  '{}',
  '{"a":{}}',
  '{"":""}',
  '{"a b":[[],[{}]]}',
  '{"__proto__":{"a":1}}',
  '{"constructor":"x","toString":null}',
  '{ "a" : [ 1 , 2 ] }',
  '{"z":1,"a":2,"Z":3}',
  '{"päth":"ü","路径":"文件"}',
  `{"deep":${'['.repeat(60)}1${']'.repeat(60)}}`,
  `{"wide":{${Array.from({ length: 400 }, (_, index) => `"k${index}":${index}`).join(',')}}}`,
];

function* jsons(random: Random): Iterable<Case> {
  for (let round = 0; round < 20; round++) {
    for (const raw of RAW) {
      const own = raw.replace('{', () => `{"r":"${random.text(8, ALNUM)}",`).replace(',}', '}');
      const question = (id: string): string =>
        `{"jsonrpc":"2.0","id":"${id}","method":"tools/call","params":{"name":"store","arguments":${own}}}`;
      const answer = (id: string): string =>
        `{"jsonrpc":"2.0","id":"${id}","result":{"content":[],"structuredContent":${own}}}`;
      yield isCarried({ name: `JSON as it was written: ${raw.slice(0, 60)} (${round + 1})` }, { question, answer });
    }
  }
}

const EVERYDAY: readonly (readonly [method: string, params: object, answer: object])[] = [
  [
    'tools/list',
    {},
    {
      tools: [
        {
          name: 'read',
          title: 'Read',
          description: 'Reads a file.',
          inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
        },
      ],
    },
  ],
  ['tools/list', { cursor: 'page-2' }, { tools: [], nextCursor: 'page-3' }],
  ['prompts/list', {}, { prompts: [{ name: 'review', arguments: [{ name: 'text', required: true }] }] }],
  ['resources/list', {}, { resources: [{ uri: 'file:///srv/desk/a.txt', name: 'a.txt', size: 12 }] }],
  ['resources/templates/list', {}, { resourceTemplates: [{ uriTemplate: 'file:///srv/{path}', name: 'files' }] }],
  [
    'resources/read',
    { uri: 'file:///srv/desk/a.txt' },
    { contents: [{ uri: 'file:///srv/desk/a.txt', blob: 'AAECAwQ=' }] },
  ],
  ['resources/subscribe', { uri: 'file:///srv/desk/a.txt' }, {}],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'review' }, argument: { name: 'text', value: 'a' } },
    { completion: { values: ['abc'], total: 1, hasMore: false } },
  ],
  ['logging/setLevel', { level: 'debug' }, {}],
  ['ping', {}, {}],
  [
    'server/discover',
    { _meta: MODERN },
    { protocolVersions: ['2026-07-28'], serverInfo: { name: 's', version: '1' }, capabilities: {} },
  ],
  ['vendor/statistics', { since: '2026-01-01' }, { count: 3 }],
];

function* everyday(random: Random): Iterable<Case> {
  for (let round = 0; round < 40; round++) {
    for (const [method, params, answered] of EVERYDAY) {
      yield isCarried(
        { name: `${method} (${round + 1})` },
        { question: (id) => request(id, method, params), answer: (id) => result(id, answered) },
      );
    }
    const [kind, make] = random.pick(MAKERS);
    const data = make(random);
    yield isDelivered({ name: `a log message with ${kind} (${round + 1})` }, 'toClient', (mark) =>
      notification('notifications/message', { level: 'info', logger: mark, data }),
    );
    yield isDelivered({ name: `progress with ${kind} (${round + 1})` }, 'toClient', (mark) =>
      notification('notifications/progress', { progressToken: mark, progress: round, total: 40, message: data }),
    );
    yield isDelivered({ name: `a notification of a client (${round + 1})` }, 'toServer', (mark) =>
      notification('notifications/progress', { progressToken: mark, progress: round }),
    );
    const large = `${data}\n${PADDING}`;
    if (round < 10)
      yield isCarried(
        { name: `a large call with ${kind} (${round + 1})` },
        {
          question: (id) => call(id, 'write_file', { content: large }),
          answer: (id) => result(id, { content: [{ type: 'text', text: large }] }),
        },
      );
  }
}

export const legitimateCalls: Category = {
  name: 'legitimate-calls',
  title: 'Legitimate calls',
  setting: { servers: { main: {} } },
  *cases(random) {
    yield* texts(random);
    yield* jsons(random);
    yield* everyday(random);
  },
};
