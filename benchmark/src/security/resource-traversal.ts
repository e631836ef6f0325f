import type { Case, Category } from './category.js';
import { isCarried, isDelivered, neverAnswers, neverArrives } from './harness/attacks.js';
import { call, failure, MODERN, notification, PADDING, request, result } from './harness/messages.js';
import type { Random } from './harness/random.js';
import { uriSpellingsOf } from './material/uris.js';

/** What is denied, and one of them by a pattern. */
const DENIED = [
  'file:///etc/passwd',
  'file:///srv/secret/plan.txt',
  'https://example.com/internal/report',
  'notes://desk/private/diary',
];

/** Each names a resource by its URI. */
const WAYS: Readonly<Record<string, (mark: string, uri: string) => string>> = {
  'resources/read': (mark, uri) => request(mark, 'resources/read', { uri }),
  'resources/read in the modern era': (mark, uri) => request(mark, 'resources/read', { uri, _meta: MODERN }),
  'resources/subscribe': (mark, uri) => request(mark, 'resources/subscribe', { uri }),
  'resources/unsubscribe': (mark, uri) => request(mark, 'resources/unsubscribe', { uri }),
  'resources/read as a notification': (mark, uri) => notification('resources/read', { uri, _meta: { mark } }),
  'completion/complete': (mark, uri) =>
    request(mark, 'completion/complete', { ref: { type: 'ref/resource', uri }, argument: { name: 'a', value: '' } }),
  'subscriptions/listen': (mark, uri) =>
    request(mark, 'subscriptions/listen', {
      notifications: { resourceSubscriptions: ['notes://fine', uri] },
      _meta: MODERN,
    }),
  'an unknown method': (mark, uri) => request(mark, 'resources/fetch', { uri }),
};

/** What is not allowed where only `file:///srv/data/*` and `https://fine.example/*` are. */
const OUTSIDE = [
  'file:///etc/passwd',
  'file:///srv/data/../secret',
  'file:///srv/data/%2e%2e/secret',
  'file:///srv/data/%252e%252e/secret',
  'file:///srv/data/..%2fsecret',
  'file:///srv/data/..\\secret',
  'file:///srv/data\\..\\secret',
  'file:///srv/data/x/../../secret',
  'file:///srv/data/\uff0e\uff0e/secret',
  'file:///srv/data/%00/../../secret',
  'file:///srv/database/x',
  'file:///srv/dat',
  'file:///srv',
  'file:///',
  'file://',
  'file:',
  '',
  'file:///srv/data/%zz/../../x',
  'file:///srv/data/%ff',
  'file:///srv/data/a\u0000',
  'file:///srv/data/a\nb',
  'FILE:///etc/passwd',
  'file://evil/srv/../etc/passwd',
  'data:text/plain,file:///srv/data/',
  'javascript:alert(1)',
  'http://fine.example/',
  'https://fine.example.evil.example/',
  'https://fine.example@evil.example/',
  'https://evil.example/https://fine.example/',
  'https://fine.example:8443/x',
  'https://fine.example\\@evil.example/',
  'https://evil.example/../fine.example/',
  'x-file:///srv/data/a',
  'https://f\u0456ne.example/x',
  '/srv/data/a',
  'srv/data/a',
  'C:\\srv\\data',
  'view-source:file:///etc/passwd',
  'jar:file:///srv/data/x!/../../etc',
];

function* questionAttacks(random: Random): Iterable<Case> {
  for (const uri of DENIED) {
    for (const spelling of uriSpellingsOf(uri, random)) {
      if (spelling.how.includes('capital') && !spelling.how.includes('scheme') && uri.startsWith('notes')) continue; // of their own kind
      for (const [way, toLine] of Object.entries(WAYS)) {
        const title = `the denied ${uri} ${spelling.how}, by ${way}`;
        yield neverArrives({ name: title }, 'toServer', (mark) => toLine(mark, spelling.uri));
      }
    }
  }
  for (const uri of OUTSIDE) {
    for (const [way, toLine] of Object.entries(WAYS)) {
      const title = `${JSON.stringify(uri)}, which is not allowed, by ${way}`;
      yield neverArrives({ name: title, server: 'allowing' }, 'toServer', (mark) => toLine(mark, uri));
    }
  }
  for (const uri of [null, 1, ['file:///srv/data/a'], { href: 'file:///srv/data/a' }]) {
    for (const server of ['main', 'allowing']) {
      yield neverArrives({ name: `no URI but ${JSON.stringify(uri)} (${server})`, server }, 'toServer', (mark) =>
        request(mark, 'resources/read', { uri }),
      );
    }
  }
  for (const uri of DENIED) {
    const large = (mark: string): string => request(mark, 'resources/read', { padding: PADDING, uri });
    yield neverArrives({ name: `${uri} in a large request` }, 'toServer', large);
  }
}

/** Where a server may include a resource; each holds `told`. */
const CARRIERS: Readonly<Record<string, (uri: string, told: string) => object>> = {
  'a link': (uri, told) => ({ content: [{ type: 'resource_link', uri, name: told }] }),
  'an embedded resource': (uri, told) => ({
    content: [
      { type: 'text', text: 'here' },
      { type: 'resource', resource: { uri, text: told } },
    ],
  }),
  'what was read': (uri, told) => ({
    contents: [
      { uri: 'notes://fine', text: 'fine' },
      { uri, text: told },
    ],
  }),
  'a blob': (uri, told) => ({ contents: [{ uri, blob: Buffer.from(told).toString('base64'), name: told }] }),
  'a message of a prompt': (uri, told) => ({
    messages: [{ role: 'user', content: { type: 'resource', resource: { uri, text: told } } }],
  }),
  'structured content': (uri, told) => ({ content: [], structuredContent: { a: [{ b: { uri, text: told } }] } }),
  'a large answer': (uri, told) => ({
    padding: PADDING,
    content: [{ type: 'resource', resource: { uri, text: told } }],
  }),
};

/** Answers with a denied link in a shape that other readers take for one. */
const LINKS: Readonly<Record<string, (told: string) => object>> = {
  'a link whose key is in capitals': (told) => ({
    content: [{ type: 'resource_link', URI: 'file:///etc/passwd', name: told }],
  }),
  'a link without a URI': (told) => ({ content: [{ type: 'resource_link', name: told }] }),
  'a link with a list': (told) => ({ content: [{ type: 'resource_link', uri: ['file:///etc/passwd'], name: told }] }),
  'a link in structured content': (told) => ({
    content: [],
    structuredContent: { type: 'resource_link', uri: 'file:///etc/passwd', name: told },
  }),
  'a link in _meta': (told) => ({
    content: [],
    _meta: { x: { type: 'resource_link', uri: 'file:///etc/passwd', name: told } },
  }),
  'a link in a task': (told) => ({
    task: {
      taskId: 't',
      status: 'completed',
      result: { content: [{ type: 'resource_link', uri: 'file:///etc/passwd', name: told }] },
    },
  }),
};

function* answerAttacks(random: Random): Iterable<Case> {
  for (const uri of DENIED) {
    for (const spelling of uriSpellingsOf(uri, random)) {
      if (spelling.how.includes('capital') && !spelling.how.includes('scheme') && uri.startsWith('notes')) continue;
      for (const [carrier, toResult] of Object.entries(CARRIERS)) {
        if (carrier.includes('large') && random.below(20) > 0) continue;
        const told = `secret-content-${random.below(2 ** 31)}`;
        const name = `the denied ${uri} ${spelling.how}, in ${carrier}`;
        yield neverAnswers({ name }, { answer: (id) => result(id, toResult(spelling.uri, told)) }, [told]);
      }
      const told = (mark: string): string =>
        notification('notifications/resources/updated', { uri: spelling.uri, _meta: { mark } });
      yield neverArrives({ name: `the denied ${uri} ${spelling.how}, in an update` }, 'toClient', told);
    }
  }
  for (const uri of OUTSIDE) {
    for (const [carrier, toResult] of Object.entries(CARRIERS)) {
      if (carrier.includes('large')) continue;
      const told = `secret-content-${random.below(2 ** 31)}`;
      const name = `${JSON.stringify(uri)}, which is not allowed, in ${carrier}`;
      yield neverAnswers({ name, server: 'allowing' }, { answer: (id) => result(id, toResult(uri, told)) }, [told]);
    }
  }
  for (const [how, toResult] of Object.entries(LINKS)) {
    const told = `secret-content-${random.below(2 ** 31)}`;
    yield neverAnswers({ name: how }, { answer: (id) => result(id, toResult(told)) }, [told]);
  }
  const told = `secret-content-${random.below(2 ** 31)}`;
  const data = { type: 'resource', resource: { uri: 'file:///etc/passwd', text: told } };
  yield neverAnswers(
    { name: 'a denied resource in an error' },
    { answer: (id) => failure(id, { code: 1, message: 'x', data }) },
    [told],
  );
  const sampled = { messages: [{ role: 'user', content: data }], maxTokens: 1 };
  yield neverArrives({ name: 'a denied resource in a question to the model' }, 'toClient', (mark) =>
    request(mark, 'sampling/createMessage', sampled),
  );
}

const FINE = [
  'file:///srv/data/a.txt',
  'file:///srv/data/sub/ä%20b.txt',
  'https://fine.example/x?y=z#a',
  'file:///srv/data/100%25.txt',
];

function* calls(): Iterable<Case> {
  const others = [
    'file:///home/a/etc/passwd',
    'file:///etcetera',
    'https://example.org/internal/report',
    'notes://desk/public',
    'urn:isbn:0451450523',
    'file:///srv/secrets.md',
    'x:y',
  ];
  for (const [server, uris] of [
    ['allowing', FINE],
    ['main', [...FINE, ...others]],
  ] as const) {
    for (const uri of uris) {
      for (const [way, toLine] of Object.entries(WAYS)) {
        const name = `${uri}, by ${way} (${server})`;
        if (way.includes('unknown') && server === 'allowing') continue; // refused by default
        if (way.includes('subscriptions') && server === 'allowing') continue; // names another one, too
        if (way.includes('notification')) yield isDelivered({ name, server }, 'toServer', (mark) => toLine(mark, uri));
        else yield isCarried({ name, server }, { question: (id) => toLine(id, uri) });
      }
      for (const [carrier, toResult] of Object.entries(CARRIERS)) {
        if (carrier === 'what was read' && server === 'allowing') continue; // brings another one, too
        yield isCarried(
          { name: `${uri} in ${carrier} (${server})`, server },
          { answer: (id) => result(id, toResult(uri, 'text')) },
        );
      }
    }
  }
  for (const text of ['see file:///etc/passwd', 'https://example.com/internal/report is down']) {
    yield isCarried(
      { name: `prose: ${text}` },
      {
        question: (id) => call(id, 'say', { text }),
        answer: (id) => result(id, { content: [{ type: 'text', text }] }),
      },
    );
  }
}

export const resourceTraversal: Category = {
  name: 'resource-traversal',
  title: 'Resource traversal',
  setting: {
    servers: {
      main: {
        policy: {
          sampling: { enabled: true },
          permissions: {
            denied_resources: [
              'file:///etc/*',
              'file:///srv/secret/plan.txt',
              'https://example.com/internal*',
              '^notes://[a-z]+/private/',
            ],
          },
        },
      },
      allowing: { policy: { permissions: { allowed_resources: ['file:///srv/data/*', 'https://fine.example/*'] } } },
    },
  },
  *cases(random) {
    yield* questionAttacks(random);
    yield* answerAttacks(random);
    yield* calls();
  },
};
