import { GuardError } from '@mcp-guard/core';

/** The errors for a client whose request a remote server leaves without a response. */
export interface RemoteWords {
  /** No byte of it has come for this long. */
  silent(seconds: number): GuardError;
  /** Its response ended without the message that is waited for. */
  unanswered(): GuardError;
  /** Its response broke off. */
  broken(cause: unknown): GuardError;
  /** It has only accepted the request. */
  accepted(): GuardError;
  /** A body that is neither JSON nor an event stream. */
  type(type: string): GuardError;
  status(status: number): GuardError;
  sessionLost(): GuardError;
  sessionUnnamed(): GuardError;
  cancelled(): GuardError;
}

/** A type as people read it: a header may hold anything. */
const MEDIA_TYPE = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/;

/** @param name of the server in the configuration */
export function toWords(name: string): RemoteWords {
  const unavailable = (what: string, options: { cause?: unknown; hint?: string } = {}): GuardError =>
    new GuardError('UPSTREAM_UNAVAILABLE', `the server ${name} ${what}`, options);
  return {
    silent: (seconds) => unavailable(`has sent nothing for ${seconds} seconds`),
    unanswered: () => unavailable('ended its response without an answer to the request'),
    broken: (cause) => unavailable('broke off before it answered', { cause }),
    accepted: () => unavailable('accepted the request without answering it'),
    type: (type) => unavailable(`answered with ${MEDIA_TYPE.test(type) ? type : 'an unknown type'} instead of JSON`),
    status: (status) =>
      unavailable(`answered with the HTTP status ${status}`, {
        ...(OTHER_TRANSPORT.has(status) && {
          hint: `check servers.${name}.url; an older server may need transport: sse`,
        }),
      }),
    sessionLost: () => unavailable('has lost this session, and it cannot be opened again without loss'),
    sessionUnnamed: () => unavailable('named its session in a way that HTTP cannot carry'),
    cancelled: () => unavailable('was told that the request is cancelled'),
  };
}

/** What a server of another transport, or no MCP server, answers to a POST. */
const OTHER_TRANSPORT: ReadonlySet<number> = new Set([404, 405, 406, 410, 415]);
