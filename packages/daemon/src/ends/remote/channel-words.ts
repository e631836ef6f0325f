import { GuardError } from '@mcp-guard/core';

/** The errors for a client whose server is reached by one connection for all messages. */
export interface ChannelWords {
  /** The connection is gone. */
  closed(cause?: unknown): GuardError;
  /** It is not ready for messages in time. */
  notReady(seconds: number): GuardError;
  /** It named no place for messages, or one that is not its own. */
  endpoint(why: string): GuardError;
  subprotocol(): GuardError;
  upgrade(cause: unknown): GuardError;
  binary(): GuardError;
  tooLarge(bytes: number): GuardError;
  /** It no longer answers to a ping. */
  dead(): GuardError;
}

/** @param name of the server in the configuration */
export function toChannelWords(name: string): ChannelWords {
  const unavailable = (what: string, options: { cause?: unknown; hint?: string } = {}): GuardError =>
    new GuardError('UPSTREAM_UNAVAILABLE', `the server ${name} ${what}`, options);
  const check = `check servers.${name}.url and servers.${name}.transport`;
  return {
    closed: (cause) => unavailable('closed its connection', { cause }),
    notReady: (seconds) => unavailable(`was not ready for messages within ${seconds} seconds`),
    endpoint: (why) => unavailable(`named ${why} for messages`, { hint: check }),
    subprotocol: () => unavailable('does not confirm the subprotocol mcp', { hint: check }),
    upgrade: (cause) => unavailable('does not open a websocket', { cause, hint: check }),
    binary: () => unavailable('sent a binary message, which MCP does not have'),
    tooLarge: (bytes) =>
      new GuardError('MESSAGE_TOO_LARGE', `the server ${name} sent more than ${bytes} bytes at once`),
    dead: () => unavailable('no longer answers on its connection'),
  };
}
