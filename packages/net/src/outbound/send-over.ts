import type { Dispatcher } from 'undici';
import { HttpExchange } from './exchange.js';
import { MAX_INTERIM, tooManyInterim } from '../one-head.js';
import type { OutboundRequest } from './outbound.js';

/** Two spellings of one name would be sent as two headers. */
const lowered = (headers: OutboundRequest['headers'] = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Sends a request over the next free connection. When it is aborted, or its body is destroyed, so is the connection. */
export async function sendOver(
  pool: Dispatcher,
  url: URL,
  path: string,
  { method, headers, body, signal, headersTimeout = 0 }: OutboundRequest,
): Promise<Dispatcher.ResponseData<unknown>> {
  const exchange = new HttpExchange(url);
  const abort = (): void => exchange.end();
  const end = (): void => {
    signal?.removeEventListener('abort', abort);
    exchange.end();
  };
  let interim = 0;
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const response = await pool.request({
      method,
      path,
      headers: { 'user-agent': 'mcp-guard', ...lowered(headers), 'accept-encoding': 'identity' },
      body: body ?? null,
      signal: signal ?? null,
      headersTimeout,
      bodyTimeout: 0,
      opaque: exchange,
      onInfo() {
        if (++interim > MAX_INTERIM) throw tooManyInterim(url);
      },
    });
    exchange.watch(response.body);
    // A reader of the body gets its error; without a reader it is of no interest.
    response.body.once('close', end).on('error', () => undefined);
    return response;
  } catch (error) {
    end();
    throw error;
  }
}
