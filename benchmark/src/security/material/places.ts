import { call, failure, MODERN, notification, request, result } from '../harness/messages.js';

/** Where a text may be in a message; `question` is the request of the other end before it, if one is needed. */
export interface Place {
  readonly where: string;
  readonly question?: (id: string) => string;
  readonly toLine: (mark: string, text: string) => string;
  /** The form of a text there after the JSON is decoded; unchanged by default. */
  readonly toForm?: (text: string) => string;
  /** What asks a person for a secret is refused there for that. */
  readonly asksPerson?: true;
}

const PROSE = 'The quick brown fox jumps over the lazy dog. ';
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const nest = (text: string, depth: number): object =>
  depth === 0 ? { note: text } : { inner: [nest(text, depth - 1)] };

/** On the way to the server. */
export const REQUEST_PLACES: readonly Place[] = [
  { where: 'an argument', toLine: (mark, text) => call(mark, 'save', { note: text }) },
  {
    where: 'an argument in the modern era',
    toLine: (mark, text) => call(mark, 'save', { note: text }, { _meta: MODERN }),
  },
  { where: 'a nested argument', toLine: (mark, text) => call(mark, 'save', nest(text, 8)) },
  { where: 'a list', toLine: (mark, text) => call(mark, 'save', { items: ['a', 'b', text, 'c'] }) },
  {
    where: 'a sentence',
    toLine: (mark, text) => call(mark, 'save', { note: `${PROSE}Here it is: ${text} and some more.` }),
  },
  {
    where: 'a line of many',
    toLine: (mark, text) => call(mark, 'save', { file: `# settings\nname = x\n${text}\nother = y\n` }),
  },
  {
    where: 'JSON in a text',
    toForm: inJson,
    toLine: (mark, text) => call(mark, 'save', { file: JSON.stringify({ a: { b: text } }) }),
  },
  {
    where: 'code',
    toForm: inJson,
    toLine: (mark, text) =>
      call(mark, 'save', { file: `const value = ${JSON.stringify(text)};\nexport default value;\n` }),
  },
  {
    where: 'a text behind 70 KB',
    toLine: (mark, text) => call(mark, 'save', { note: `${PROSE.repeat(1600)}${text}` }),
  },
  {
    where: 'a large text',
    toLine: (mark, text) => call(mark, 'save', { note: `${PROSE.repeat(3200)}${text} ${PROSE}` }),
  },
  { where: 'a key', toLine: (mark, text) => call(mark, 'save', { map: { [text]: 1 } }) },
  { where: '_meta', toLine: (mark, text) => call(mark, 'save', {}, { _meta: { note: text } }) },
  { where: 'a member that nobody knows', toLine: (mark, text) => call(mark, 'save', {}, { extra: { note: text } }) },
  {
    where: 'a member beside params',
    toLine: (mark, text) =>
      JSON.stringify({ jsonrpc: '2.0', id: mark, method: 'tools/call', params: { name: 'save' }, extra: text }),
  },
  {
    where: 'the argument of a prompt',
    toLine: (mark, text) => request(mark, 'prompts/get', { name: 'p', arguments: { a: text } }),
  },
  {
    where: 'what is to be completed',
    toLine: (mark, text) =>
      request(mark, 'completion/complete', {
        ref: { type: 'ref/prompt', name: 'p' },
        argument: { name: 'a', value: text },
      }),
  },
  {
    where: 'the context of a completion',
    toLine: (mark, text) =>
      request(mark, 'completion/complete', {
        ref: { type: 'ref/prompt', name: 'p' },
        argument: { name: 'a', value: 'x' },
        context: { arguments: { b: text } },
      }),
  },
  {
    where: 'the query of a URI',
    toForm: encodeURIComponent,
    toLine: (mark, text) =>
      request(mark, 'resources/read', { uri: `https://example.com/read?q=${encodeURIComponent(text)}` }),
  },
  {
    where: 'a URL in an argument',
    toForm: encodeURIComponent,
    toLine: (mark, text) => call(mark, 'fetch', { url: `https://example.com/in?data=${encodeURIComponent(text)}&x=1` }),
  },
  { where: 'a method that nobody knows', toLine: (mark, text) => request(mark, 'vendor/save', { data: text }) },
  {
    where: 'a notification',
    toLine: (mark, text) => notification('notifications/progress', { progressToken: mark, progress: 1, message: text }),
  },
  {
    where: 'the reason of a cancellation',
    toLine: (mark, text) => notification('notifications/cancelled', { requestId: mark, reason: text, _meta: { mark } }),
  },
  {
    where: 'a call as a notification',
    toLine: (mark, text) => notification('tools/call', { name: 'save', arguments: { note: text, mark } }),
  },
  {
    where: 'an answer in a retry',
    toLine: (mark, text) =>
      call(mark, 'save', {}, { inputResponses: { q: { action: 'accept', content: { a: text } } }, requestState: 's' }),
  },
  { where: 'a cursor', toLine: (mark, text) => request(mark, 'tools/list', { cursor: text }) },
  { where: 'the name of a tool', toLine: (mark, text) => call(mark, text) },
  { where: 'a progress token', toLine: (mark, text) => call(mark, 'save', {}, { _meta: { progressToken: text } }) },
  { where: 'the state of a retry', toLine: (mark, text) => call(mark, 'save', {}, { requestState: text }) },
  {
    where: 'what a person typed',
    question: (id) =>
      request(id, 'elicitation/create', {
        message: 'Which name?',
        requestedSchema: { type: 'object', properties: { name: { type: 'string' } } },
      }),
    toLine: (mark, text) => result(mark, { action: 'accept', content: { name: text } }),
  },
  {
    where: 'what a model said',
    question: (id) => request(id, 'sampling/createMessage', { messages: [], maxTokens: 5 }),
    toLine: (mark, text) => result(mark, { role: 'assistant', model: 'm', content: { type: 'text', text } }),
  },
  {
    where: 'the name of a folder',
    question: (id) => request(id, 'roots/list'),
    toLine: (mark, text) => result(mark, { roots: [{ uri: 'file:///srv/a', name: text }] }),
  },
  {
    where: 'a client’s error',
    question: (id) => request(id, 'sampling/createMessage', { messages: [], maxTokens: 5 }),
    toLine: (mark, text) => failure(mark, { code: -1, message: text }),
  },
];

const answered = (
  where: string,
  method: string,
  toResult: (text: string) => object,
  params: object = { name: 'read', uri: 'file:///a' },
): Place => ({
  where,
  question: (id) => request(id, method, params),
  toLine: (mark, text) => result(mark, toResult(text)),
});
const toBlob = (text: string): string => Buffer.from(`${text}\n`).toString('base64');
const texts = (...all: readonly string[]): object => ({ content: all.map((text) => ({ type: 'text', text })) });
const COMPLETE = { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: 'x' } };

/** On the way to the client. */
export const ANSWER_PLACES: readonly Place[] = [
  answered('a text', 'tools/call', (text) => texts(text)),
  answered('a sentence', 'tools/call', (text) => texts(`${PROSE}Here it is: ${text} and some more.`)),
  answered('a line of a file', 'tools/call', (text) => texts(`# settings\nname = x\n${text}\nother = y\n`)),
  answered('the second text', 'tools/call', (text) => texts('nothing here', text)),
  answered('an error of a tool', 'tools/call', (text) => ({ isError: true, ...texts(`it failed: ${text}`) })),
  answered('structured content', 'tools/call', (text) => ({
    content: [],
    structuredContent: { rows: [{ a: 1, b: text }] },
  })),
  answered('a key of structured content', 'tools/call', (text) => ({
    content: [],
    structuredContent: { [text]: true },
  })),
  answered('_meta', 'tools/call', (text) => ({ content: [], _meta: { note: text } })),
  answered('a member that nobody knows', 'tools/call', (text) => ({ content: [], extra: [text] })),
  answered('an embedded resource', 'tools/call', (text) => ({
    content: [{ type: 'resource', resource: { uri: 'file:///a', text } }],
  })),
  answered('the blob of a text', 'tools/call', (text) => ({
    content: [{ type: 'resource', resource: { uri: 'file:///a.env', mimeType: 'text/plain', blob: toBlob(text) } }],
  })),
  answered('the description of a link', 'tools/call', (text) => ({
    content: [{ type: 'resource_link', uri: 'file:///a', name: 'a', description: text }],
  })),
  {
    ...answered('the query of a link', 'tools/call', (text) => ({
      content: [{ type: 'resource_link', uri: `https://example.com/?a=${encodeURIComponent(text)}`, name: 'a' }],
    })),
    toForm: encodeURIComponent,
  },
  answered('a text behind 70 KB', 'tools/call', (text) => texts(`${PROSE.repeat(1600)}${text}`)),
  answered('a large text', 'tools/call', (text) => texts(`${PROSE.repeat(3200)}${text} ${PROSE}`)),
  {
    ...answered('JSON in a text', 'tools/call', (text) => texts(JSON.stringify({ rows: [{ a: text }] }, undefined, 2))),
    toForm: inJson,
  },
  answered('an answer of the modern era', 'tools/call', (text) => ({ resultType: 'complete', ...texts(text) }), {
    name: 'read',
    _meta: MODERN,
  }),
  answered('a resource', 'resources/read', (text) => ({ contents: [{ uri: 'file:///a', text }] })),
  answered('a prompt', 'prompts/get', (text) => ({ messages: [{ role: 'user', content: { type: 'text', text } }] })),
  answered('the description of a prompt', 'prompts/get', (text) => ({ description: text, messages: [] })),
  answered('a completion', 'completion/complete', (text) => ({ completion: { values: ['a', text] } }), COMPLETE),
  answered('the description of a tool', 'tools/list', (text) => ({
    tools: [{ name: 'listed', description: text, inputSchema: { type: 'object' } }],
  })),
  answered('the schema of a tool', 'tools/list', (text) => ({
    tools: [
      { name: 'listed', inputSchema: { type: 'object', properties: { a: { type: 'string', description: text } } } },
    ],
  })),
  answered('the name of a resource', 'resources/list', (text) => ({ resources: [{ uri: 'memo:///a', name: text }] })),
  answered('an answer to a method that nobody knows', 'vendor/read', (text) => ({ data: { a: text } })),
  {
    ...answered('a question in an answer', 'tools/call', (text) => ({
      resultType: 'input_required',
      inputRequests: {
        q: {
          method: 'elicitation/create',
          params: { message: text, requestedSchema: { type: 'object', properties: {} } },
        },
      },
      requestState: 's',
    })),
    asksPerson: true,
  },
  answered('a state', 'tools/call', (text) => ({
    resultType: 'input_required',
    inputRequests: {},
    requestState: text,
  })),
  answered('a cursor', 'tools/list', (text) => ({ tools: [], nextCursor: text })),
  {
    where: 'an error',
    question: (id) => call(id, 'read'),
    toLine: (mark, text) => failure(mark, { code: -32000, message: `no access: ${text}` }),
  },
  {
    where: 'the data of an error',
    question: (id) => call(id, 'read'),
    toLine: (mark, text) => failure(mark, { code: -32000, message: 'no access', data: { details: [text] } }),
  },
  {
    where: 'a log message',
    toLine: (mark, text) => notification('notifications/message', { level: 'info', logger: mark, data: text }),
  },
  {
    where: 'an object in the log',
    toLine: (mark, text) =>
      notification('notifications/message', { level: 'info', logger: mark, data: { request: { header: text } } }),
  },
  {
    where: 'progress',
    toLine: (mark, text) => notification('notifications/progress', { progressToken: mark, progress: 1, message: text }),
  },
  { where: 'a notification that nobody knows', toLine: (mark, text) => notification('vendor/notice', { mark, text }) },
  {
    where: 'a question to the model',
    toLine: (mark, text) =>
      request(mark, 'sampling/createMessage', {
        messages: [{ role: 'user', content: { type: 'text', text } }],
        maxTokens: 5,
      }),
  },
  {
    where: 'the system prompt of a question',
    toLine: (mark, text) => request(mark, 'sampling/createMessage', { messages: [], systemPrompt: text, maxTokens: 5 }),
  },
  {
    where: 'a question to the person',
    asksPerson: true,
    toLine: (mark, text) =>
      request(mark, 'elicitation/create', { message: text, requestedSchema: { type: 'object', properties: {} } }),
  },
];
