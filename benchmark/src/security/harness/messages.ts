/** Lines of the protocol. `id` is the mark of the case unless it says otherwise. */

export const request = (id: unknown, method: string, params: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

export const notification = (method: string, params: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', method, params });

export const result = (id: unknown, value: object): string => JSON.stringify({ jsonrpc: '2.0', id, result: value });

export const failure = (id: unknown, error: object): string => JSON.stringify({ jsonrpc: '2.0', id, error });

export const call = (id: unknown, name: string, given: object = {}, more: object = {}): string =>
  request(id, 'tools/call', { name, arguments: given, ...more });

/** What a modern request says of itself in its `_meta`. */
export const MODERN = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
} as const;

/** Makes a message that is judged in a thread of its own: more than 128 KB. */
export const PADDING: string = 'lorem ipsum dolor sit amet '.repeat(5600);
