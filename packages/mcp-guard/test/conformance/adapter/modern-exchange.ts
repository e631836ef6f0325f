import { PassThrough, Readable } from 'node:stream';
import { isJSONRPCErrorResponse, isJSONRPCResponse, type JSONRPCMessage } from '@modelcontextprotocol/server';

/** One POST of the modern era: JSON when its answer comes first, an event stream from the first notice on. */
export interface ModernExchange {
  readonly response: Promise<Response>;
  /** An answer ends the exchange. */
  send(message: JSONRPCMessage): void;
}

/** The HTTP status that goes with an error, where it is not 200. */
const STATUS: Readonly<Record<number, number>> = {
  [-32021]: 400, // missing client capability
  [-32022]: 400, // unsupported protocol version
  [-32601]: 404, // method not found
};

export function createExchange(): ModernExchange {
  const { promise, resolve } = Promise.withResolvers<Response>();
  let events: PassThrough | undefined;

  function openStream(): PassThrough {
    const stream = new PassThrough();
    resolve(new Response(Readable.toWeb(stream), { headers: { 'content-type': 'text/event-stream' } }));
    return stream;
  }

  return {
    response: promise,
    send(message) {
      const isAnswer = isJSONRPCResponse(message);
      if (isAnswer && !events) {
        const status = isJSONRPCErrorResponse(message) ? STATUS[message.error.code] : undefined;
        resolve(Response.json(message, { status: status ?? 200 }));
        return;
      }
      events ??= openStream();
      events.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
      if (isAnswer) events.end();
    },
  };
}
