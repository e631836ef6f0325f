import { failure, notification, PADDING, request, result } from '../harness/messages.js';

/** How a server may ask the client something, in either era; `params` is what it asks. */
export interface Asking {
  readonly how: string;
  /** The client's earlier request, if the request is in a response. */
  readonly asks?: (id: string) => string;
  readonly toLine: (mark: string, method: string, params: object) => string;
}

const inAnswer = (how: string, method: string, toResult: (question: object) => object): Asking => ({
  how,
  asks: (id) => request(id, method, { name: 'read', uri: 'file:///a' }),
  toLine: (mark, asked, params) => result(mark, toResult({ method: asked, params: { ...params, _meta: { mark } } })),
});

const REQUIRED = { resultType: 'input_required', requestState: 'x' };

export const ASKINGS: readonly Asking[] = [
  { how: 'by a request', toLine: (mark, method, params) => request(mark, method, params) },
  { how: 'by a notification', toLine: (mark, method, params) => notification(method, { ...params, _meta: { mark } }) },
  {
    how: 'by a large request',
    toLine: (mark, method, params) => request(mark, method, { padding: PADDING, ...params }),
  },
  {
    how: 'by a request for a task',
    toLine: (mark, method, params) => request(mark, method, { ...params, task: { ttl: 1000 } }),
  },
  inAnswer('in an answer', 'tools/call', (question) => ({ ...REQUIRED, inputRequests: { q: question } })),
  inAnswer('in an answer, as the second question', 'tools/call', (question) => ({
    ...REQUIRED,
    inputRequests: { a: { method: 'ping' }, q: question },
  })),
  inAnswer('in an answer, in a list', 'tools/call', (question) => ({ ...REQUIRED, inputRequests: [question] })),
  inAnswer('in an answer, under another spelling', 'tools/call', (question) => ({
    ...REQUIRED,
    InputRequests: { q: question },
  })),
  inAnswer('in an answer that says it is complete', 'tools/call', (question) => ({
    resultType: 'complete',
    content: [],
    inputRequests: { q: question },
  })),
  inAnswer('in an answer of the other era', 'tools/call', (question) => ({
    content: [],
    inputRequests: { q: question },
  })),
  inAnswer('deep in an answer', 'tools/call', (question) => ({
    content: [],
    structuredContent: { a: [{ inputRequests: { q: question } }] },
  })),
  inAnswer('in the _meta of an answer', 'tools/call', (question) => ({
    content: [],
    _meta: { inputRequests: { q: question } },
  })),
  inAnswer('in the state of a task', 'tools/call', (question) => ({
    task: { taskId: 't', status: 'input_required', inputRequests: { q: question } },
  })),
  inAnswer('in a prompt', 'prompts/get', (question) => ({ ...REQUIRED, inputRequests: { q: question } })),
  inAnswer('in a resource', 'resources/read', (question) => ({ ...REQUIRED, inputRequests: { q: question } })),
  inAnswer('in an answer to a method that nobody knows', 'vendor/thing', (question) => ({
    ...REQUIRED,
    inputRequests: { q: question },
  })),
  inAnswer('in a large answer', 'tools/call', (question) => ({
    ...REQUIRED,
    padding: PADDING,
    inputRequests: { q: question },
  })),
  {
    how: 'in an error',
    asks: (id) => request(id, 'tools/call', { name: 'read' }),
    toLine: (mark, method, params) =>
      failure(mark, { code: 1, message: 'more is needed', data: { inputRequests: { q: { method, params } } } }),
  },
  {
    how: 'in a notice of a task',
    toLine: (mark, method, params) =>
      notification('notifications/tasks/status', {
        taskId: 't',
        status: 'input_required',
        inputRequests: { q: { method, params: { ...params, _meta: { mark } } } },
      }),
  },
];
