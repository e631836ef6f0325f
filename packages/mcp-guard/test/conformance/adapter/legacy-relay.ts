import { isJSONRPCRequest, isJSONRPCResponse, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/server';
import { OpenRequests } from './open-requests.ts';
import { serverEnded } from './server-ended.ts';
import { startChild } from './stdio-child.ts';

/** Gives a legacy session a child process of its own, until either of them ends. */
export async function relayLegacy(session: Transport, command: readonly string[]): Promise<void> {
  const open = new OpenRequests();

  const send = (message: JSONRPCMessage): void => {
    const relatedRequestId = open.relatedTo(message);
    if (isJSONRPCResponse(message) && message.id !== undefined) open.delete(message.id);
    session
      .send(message, relatedRequestId === undefined ? {} : { relatedRequestId })
      .catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  };

  const child = startChild({
    command,
    onMessage: send,
    onExit() {
      for (const id of open.ids()) send(serverEnded(id));
      void session.close();
    },
  });
  /* oxlint-disable unicorn/prefer-add-event-listener -- a transport is no event target */
  session.onmessage = (message) => {
    if (isJSONRPCRequest(message)) open.add(message);
    child.send(message);
  };
  session.onclose = () => void child.close();
  /* oxlint-enable unicorn/prefer-add-event-listener */
  await session.start();
}
