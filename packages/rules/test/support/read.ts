import { readStrict, type Message, type Request, type Result } from '@mcp-guard/core';
import { toAsked, type AskedRequest } from '../../src/exchange/asked-request.js';

/** A message as the session reads it. */
export function read(message: object | string): Message {
  const text = typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message });
  const value = readStrict(Buffer.from(text), 100);
  if (value.kind === 'malformed' || value.kind === 'batch') throw new Error(`not a message: ${text}`);
  return value;
}

export function readRequest(message: object | string): Request {
  const value = read(message);
  if (value.kind !== 'request') throw new Error(`a ${value.kind} is no request`);
  return value;
}

export function readResult(message: object | string): Result {
  const value = read(message);
  if (value.kind !== 'result') throw new Error(`a ${value.kind} is no result`);
  return value;
}

/** The request of a response. */
export const askedBy = (message: object | string): AskedRequest => toAsked(readRequest(message));
