import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { Case, Category } from './category.js';
import { isCarried, neverArrives } from './harness/attacks.js';
import { call, notification, request } from './harness/messages.js';
import { Refused, type Stage } from './harness/stage.js';

// Of this suite, for a daemon that lives as long as it does.
const [READER, ADMIN, HASHED] = ['reader-key-of-the-suite', 'admin-key-of-the-suite', 'hashed-key-of-the-suite'];
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const keyOf = ({ paths }: Stage): string => readFileSync(paths.key, 'utf8').trim();

/** Said to the daemon, it must open no session: no server may even be started. */
const opensNothing = (name: string, toHello: (stage: Stage, mark: string) => string | Buffer): Case => ({
  name,
  kind: 'attack',
  async play(stage, mark) {
    await stage.session(); // the daemon runs and has its key
    return isRefused(() => stage.greet(toHello(stage, mark)));
  },
});

async function isRefused(open: () => Promise<{ close(): Promise<void> }>): Promise<'let through' | undefined> {
  try {
    await (await open()).close();
    return 'let through';
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

type Hello = Readonly<Record<string, unknown>>;
const toHello = (stage: Stage): Hello => ({
  mcp_guard: 1,
  server: 'main',
  key: keyOf(stage),
  cwd: '/',
  credential: ADMIN,
});
const write = (hello: unknown, mark: string): string => `${JSON.stringify(hello)}\n${call(mark, 'read')}\n`;

const KEYS: Readonly<Record<string, (key: string) => unknown>> = {
  'one character less': (key) => key.slice(0, -1),
  'one character more': (key) => `${key}0`,
  'another last character': (key) => key.slice(0, -1) + (key.endsWith('0') ? '1' : '0'),
  'another first character': (key) => (key.startsWith('0') ? '1' : '0') + key.slice(1),
  capitals: (key) => (key.toUpperCase() === key ? `${key}A` : key.toUpperCase()),
  'white space before it': (key) => ` ${key}`,
  'a line end behind it': (key) => `${key}\n`,
  'a NUL behind it': (key) => `${key}\0`,
  'only zeros': (key) => '0'.repeat(key.length),
  'itself turned around': (key) => Array.from(key).toReversed().join(''),
  'its hash': (key) => sha256(key),
  'a scheme before it': (key) => `Bearer ${key}`,
  'itself in a list': (key) => [key],
  'itself in an object': (key) => ({ key }),
  'its bytes': (key) => [...Buffer.from(key)],
  'itself twice': (key) => key + key,
  'full-width digits': (key) => key.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  'nothing in it': () => '',
  null: () => null,
  true: () => true,
  'a number': () => 0,
  'a star': () => '*',
  'a pattern': () => '^.*$',
  'a path': () => '../daemon.key',
  'a variable': () => '${DAEMON_KEY}',
  'a common word': () => 'undefined',
};

const CREDENTIALS: Readonly<Record<string, unknown>> = {
  none: undefined,
  'an empty one': '',
  null: null,
  'one character less': ADMIN.slice(0, -1),
  'one character more': `${ADMIN}x`,
  capitals: ADMIN.toUpperCase(),
  'white space behind it': `${ADMIN} `,
  'a line end behind it': `${ADMIN}\n`,
  'a NUL behind it': `${ADMIN}\0`,
  'the hash of a key': sha256(ADMIN),
  'the hash that stands in the configuration': sha256(HASHED),
  'the entry of the configuration': `sha256:${sha256(HASHED)}`,
  'the hash in capitals': sha256(HASHED).toUpperCase(),
  'a list of keys': [ADMIN],
  'an object': { [ADMIN]: true },
  true: true,
  'a number': 1,
  'the name of a role': 'admin',
  'the default role': 'default',
  'a star': '*',
  constructor: 'constructor',
  __proto__: '__proto__',
  toString: 'toString',
  'two keys': `${READER},${ADMIN}`,
  'a variable': '${MCP_GUARD_API_KEY}',
  'a very long one': ADMIN.repeat(1500),
  'full-width letters': ADMIN.replace('a', '\uff41'),
};

const UNKNOWN_SERVERS: readonly unknown[] = [
  'constructor',
  '__proto__',
  'toString',
  '',
  '*',
  'Main',
  'MAIN',
  'main ',
  'main\0',
  '../main',
  'main\u200b',
  'nobody',
  null,
  ['main'],
  { name: 'main' },
  0,
];

/** What is sent in place of the hello. */
const FIRST_LINES: Readonly<Record<string, (stage: Stage, mark: string) => string | Buffer>> = {
  'a call without a hello': (_, mark) => `${call(mark, 'read')}\n`,
  'an initialize without a hello': (_, mark) =>
    `${request(mark, 'initialize', { protocolVersion: '2025-11-25', capabilities: {} })}\n`,
  'an empty line before the hello': (stage, mark) => `\n${write(toHello(stage), mark)}`,
  'a hello in a list': (stage, mark) => write([toHello(stage)], mark),
  'a hello in a text': (stage, mark) => write(JSON.stringify(toHello(stage)), mark),
  'a hello in UTF-16': (stage, mark) => Buffer.from(write(toHello(stage), mark), 'utf16le'),
  'a hello behind a wrong one': (stage, mark) =>
    `${JSON.stringify({ ...toHello(stage), key: 'x' })}\n${write(toHello(stage), mark)}`,
  'an empty object': (_, mark) => write({}, mark),
  'a hello behind 70,000 spaces': (stage, mark) => ' '.repeat(70_000) + write(toHello(stage), mark),
  'an HTTP request': () => 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'a page’s POST': (stage, mark) =>
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n${write(toHello(stage), mark)}`,
  binary: () => Buffer.from([0, 1, 2, 3, 255, 254, 10]),
  'a farewell': () => '\0{"code":"INTERNAL","message":"x"}\n',
  'a welcome': () => '{"log":"/tmp/x"}\n',
  'a hello with a comment': (stage, mark) => write(toHello(stage), mark).replace('{', '{/**/'),
  'a hello without quotes': (stage, mark) => write(toHello(stage), mark).replaceAll('"key"', 'key'),
};

function* hellos(): Iterable<Case> {
  for (const [what, change] of Object.entries(KEYS)) {
    yield opensNothing(`a daemon key with ${what}`, (stage, mark) =>
      write({ ...toHello(stage), key: change(keyOf(stage)) }, mark),
    );
  }
  for (const name of ['Key', 'KEY', 'token', 'keY\0', 'auth', 'authorization', 'daemon_key']) {
    yield opensNothing(`the daemon key as ${JSON.stringify(name)}`, (stage, mark) =>
      write({ ...toHello(stage), key: undefined, [name]: keyOf(stage) }, mark),
    );
  }
  for (const [what, credential] of Object.entries(CREDENTIALS)) {
    yield opensNothing(`as an API key, ${what}`, (stage, mark) => write({ ...toHello(stage), credential }, mark));
  }
  for (const name of ['Credential', 'api_key', 'apiKey', 'MCP_GUARD_API_KEY', 'env', 'token', 'user']) {
    yield opensNothing(`the API key as ${name}`, (stage, mark) =>
      write({ ...toHello(stage), credential: undefined, [name]: ADMIN }, mark),
    );
  }
  for (const version of [0, 2, '1', true, null, [1], 1.5, -1]) {
    yield opensNothing(`the version ${JSON.stringify(version)}`, (stage, mark) =>
      write({ ...toHello(stage), mcp_guard: version }, mark),
    );
  }
  for (const server of UNKNOWN_SERVERS) {
    yield opensNothing(`the server ${JSON.stringify(server)}`, (stage, mark) =>
      write({ ...toHello(stage), server }, mark),
    );
  }
  for (const config of ['/etc/passwd', './mcp-guard.yaml', '', '/tmp/other.yaml', null, ['x'], 1]) {
    yield opensNothing(`the configuration ${JSON.stringify(config)}`, (stage, mark) =>
      write({ ...toHello(stage), config }, mark),
    );
  }
  for (const cwd of [null, 1, ['/'], undefined]) {
    yield opensNothing(`the folder ${JSON.stringify(cwd)}`, (stage, mark) => write({ ...toHello(stage), cwd }, mark));
  }
  for (const [what, toFirst] of Object.entries(FIRST_LINES)) yield opensNothing(what, toFirst);
}

function* bridges(): Iterable<Case> {
  const keys = [
    undefined,
    '',
    'x',
    `${ADMIN} `,
    ADMIN.toUpperCase(),
    sha256(HASHED),
    `sha256:${sha256(HASHED)}`,
    'admin',
    'default',
    'constructor',
  ];
  for (const key of keys) {
    yield {
      name: `a bridge with ${key === undefined ? 'no API key' : `the API key ${JSON.stringify(key)}`}`,
      kind: 'attack',
      isSlow: true,
      play: (stage) =>
        isRefused(() => stage.open('main', { env: key === undefined ? {} : { MCP_GUARD_API_KEY: key } })),
    };
  }
  for (const variable of ['API_KEY', 'MCP_GUARD_KEY', 'MCP_GUARD_API_KEYS', 'MCP_GUARD_ROLE', 'mcp_guard_api_key']) {
    yield {
      name: `a bridge with the API key in ${variable}`,
      kind: 'attack',
      isSlow: true,
      play: (stage) => isRefused(() => stage.open('main', { env: { [variable]: ADMIN } })),
    };
  }
}

/** What a reader may claim; then the tool that only an administrator may call. */
const CLAIMS: Readonly<Record<string, unknown>> = {
  roles: ['admin'],
  role: 'admin',
  user: 'root',
  actor: { user: 'admin', roles: ['admin'] },
  identity: 'admin',
  authorization: `Bearer ${ADMIN}`,
  credential: ADMIN,
  api_key: ADMIN,
  MCP_GUARD_API_KEY: ADMIN,
  'mcp-guard/role': 'admin',
  'mcp-guard/credential': ADMIN,
  headers: { authorization: `Bearer ${ADMIN}` },
  env: { MCP_GUARD_API_KEY: ADMIN },
  claims: { roles: ['admin'] },
  auth: { mode: 'os' },
  uid: 0,
  sudo: true,
};

/** What a client may say before it calls. */
const FIRST_METHODS = [
  'initialize',
  'notifications/initialized',
  'notifications/roots/list_changed',
  'ping',
  'auth/login',
  'authenticate',
];

const claimedFirst = (claim: string, own: object, method: string): Case => ({
  name: `a reader’s call behind ${method} with ${claim}`,
  kind: 'attack',
  async play(stage, mark) {
    const session = await stage.session('reader');
    const first = method.startsWith('notifications')
      ? notification(method, own)
      : request(`first ${mark}`, method, {
          ...own,
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 'admin', version: '1', ...own },
        });
    await session.tell('toServer', first);
    const heard = await session.tell('toServer', call(mark, 'delete_file'));
    return heard.some((line) => line.replaceAll(`first ${mark}`, '').includes(mark)) ? 'let through' : undefined;
  },
});

const claimedInHello = (claim: string, own: object): Case => ({
  name: `a reader whose hello has ${claim}`,
  kind: 'attack',
  async play(stage, mark) {
    await stage.session();
    try {
      const session = await stage.greet(`${JSON.stringify({ ...own, ...toHello(stage), credential: READER })}\n`);
      const heard = await session.tell('toServer', call(mark, 'delete_file'));
      await session.close();
      return heard.some((line) => line.includes(mark)) ? 'let through' : undefined;
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  },
});

function* claims(): Iterable<Case> {
  for (const [claim, value] of Object.entries(CLAIMS)) {
    const own = { [claim]: value };
    yield neverArrives({ name: `a reader’s call with ${claim}`, server: 'reader' }, 'toServer', (mark) =>
      call(mark, 'delete_file', {}, own),
    );
    yield neverArrives({ name: `a reader’s call with ${claim} in _meta`, server: 'reader' }, 'toServer', (mark) =>
      call(mark, 'delete_file', {}, { _meta: own }),
    );
    yield neverArrives(
      { name: `a reader’s call with ${claim} among its arguments`, server: 'reader' },
      'toServer',
      (mark) => call(mark, 'delete_file', own),
    );
    yield neverArrives({ name: `a reader’s call with ${claim} beside params`, server: 'reader' }, 'toServer', (mark) =>
      JSON.stringify({ jsonrpc: '2.0', id: mark, method: 'tools/call', params: { name: 'delete_file' }, ...own }),
    );
    for (const method of FIRST_METHODS) yield claimedFirst(claim, own, method);
    yield claimedInHello(claim, own);
  }
}

/** What refuses the others must be what is wrong with them. */
const greeting: Case = {
  name: 'a call behind a right hello',
  kind: 'call',
  async play(stage, mark) {
    await stage.session();
    const session = await stage.greet(write(toHello(stage), `first ${mark}`));
    const line = call(mark, 'read');
    const heard = await session.tell('toServer', line);
    await session.close();
    return heard.includes(line) ? undefined : 'refused';
  },
};

interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const askControl = (
  stage: Stage,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<HttpAnswer> =>
  new Promise((resolve) => {
    const sent = httpRequest({ socketPath: stage.paths.controlSocket, method, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', () => resolve({ status: 0, body: '' }));
    sent.end();
  });

function* controls(): Iterable<Case> {
  const headers: Readonly<Record<string, (key: string) => Readonly<Record<string, string>>>> = {
    'no key': () => ({}),
    'a wrong key': () => ({ authorization: 'Bearer x' }),
    'an empty key': () => ({ authorization: 'Bearer ' }),
    'the key without a scheme': (key) => ({ authorization: key }),
    'the key with another scheme': (key) => ({ authorization: `Basic ${key}` }),
    'the key in another header': (key) => ({ 'x-mcp-guard-key': key, 'x-authorization': `Bearer ${key}` }),
    'the key in a cookie': (key) => ({ cookie: `key=${key}` }),
    'a key with one character less': (key) => ({ authorization: `Bearer ${key.slice(0, -1)}` }),
    'a key with one character more': (key) => ({ authorization: `Bearer ${key}0` }),
    'an API key': () => ({ authorization: `Bearer ${ADMIN}` }),
  };
  const asks = [
    ...['/status', '/health', '/status?key=x', '//status', '/status/', '/./status', '/%73tatus', '/STATUS'].map(
      (path) => ['GET', path] as const,
    ),
    ...['/stop', '//stop', '/stop/', '/%73top'].map((path) => ['POST', path] as const),
    ['HEAD', '/status'] as const,
    ['OPTIONS', '/stop'] as const,
  ];
  for (const [what, toHeaders] of Object.entries(headers)) {
    for (const [method, path] of asks) {
      yield {
        name: `${method} ${path} on the control socket with ${what}`,
        kind: 'attack',
        async play(stage) {
          await stage.session();
          const { status } = await askControl(stage, method, path, toHeaders(keyOf(stage)));
          return status >= 200 && status < 300 ? 'let through' : undefined;
        },
      };
    }
  }
}

export const authBypass: Category = {
  name: 'auth-bypass',
  title: 'Auth bypass',
  setting: {
    servers: { main: { env: { MCP_GUARD_API_KEY: ADMIN } }, reader: { env: { MCP_GUARD_API_KEY: READER } } },
    config: {
      auth: {
        mode: 'api_key',
        api_keys: {
          [READER]: { roles: ['reader'] },
          [ADMIN]: { roles: ['admin'] },
          [`sha256:${sha256(HASHED)}`]: { roles: ['admin'] },
        },
        roles: { reader: { permissions: { allowed_tools: ['read'] } }, admin: {} },
      },
    },
  },
  *cases() {
    yield* hellos();
    yield* bridges();
    yield* claims();
    yield* controls();
    yield greeting;
    for (const name of ['read', 'delete_file'])
      yield isCarried({ name: `an administrator’s call of ${name}` }, { question: (id) => call(id, name) });
    yield isCarried({ name: 'a reader’s call of read', server: 'reader' }, { question: (id) => call(id, 'read') });
  },
};
