import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Heard {
  readonly path: string;
  readonly body: string;
  readonly signature: string | undefined;
}

/** An HTTP server of this machine that writes down what it is told. */
export interface Receiver extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly host: string;
  /** In order. */
  readonly heard: readonly Heard[];
}

/** @param answer what it does once it has heard a request; default: says that all is well */
export async function startReceiver(answer: RequestListener = (_, response) => response.end()): Promise<Receiver> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const hear = async (): Promise<void> => {
      const { url = '', headers } = request;
      const signature = headers['x-mcp-guard-signature']?.toString();
      heard.push({ path: url, body: await text(request), signature });
      answer(request, response);
    };
    void hear();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? (address?.port ?? '') : ''}`;
  return {
    origin: `http://${host}`,
    host,
    heard,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
