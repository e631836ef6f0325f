import type { JSONRPCErrorResponse, RequestId } from '@modelcontextprotocol/server';

/** What a client is told whose request was open when the child ended. */
export const serverEnded = (id: RequestId): JSONRPCErrorResponse => ({
  jsonrpc: '2.0',
  id,
  error: { code: -32000, message: 'the server has ended' },
});
