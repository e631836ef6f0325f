import { GuardError, readStrict, StartFailure, toFailure, type Request } from '@mcp-guard/core';

const LINE_END = 0x0a;
/** How long a client has for its first request, in milliseconds, and how many bytes. */
const WAIT = 10_000;
const MAX_BYTES = 2 ** 20;
const MAX_DEPTH = 64;
/** Clients ask this to learn whether the other end is modern. An error here would only say that it is not. */
const PROBE = 'server/discover';

/**
 * Answers the client's first request with the reason why there is no session: clients show that, and hide the standard
 * error. A probe gets no answer, as from any server that ends: then a client asks by `initialize`, and gets the reason.
 */
export async function answerFirst(thrown: unknown): Promise<void> {
  if (process.stdin.isTTY) return;
  const request = await firstRequest();
  if (request === undefined || request.method === PROBE) return;
  const error = toError(thrown);
  const { audit_id: auditId } = error.data;
  const failure = toFailure(error, request.id, auditId === undefined ? undefined : String(auditId));
  const line = Buffer.concat([failure, Buffer.of(LINE_END)]);
  await new Promise((resolve) => process.stdout.on('error', resolve).write(line, resolve));
}

/** The daemon's own words, without hints: a model may read them. */
function toError(thrown: unknown): GuardError {
  if (!(thrown instanceof StartFailure)) return GuardError.from(thrown);
  return new GuardError(thrown.code, thrown.reason, { cause: thrown });
}

/** Returns nothing if the input ends, or brings something else for too long. */
async function firstRequest(): Promise<Request | undefined> {
  const input = process.stdin;
  const timer = setTimeout(() => input.destroy(), WAIT);
  try {
    let read = Buffer.alloc(0);
    for await (const chunk of input) {
      read = Buffer.concat([read, Buffer.from(chunk)]);
      for (let end = read.indexOf(LINE_END); end >= 0; end = read.indexOf(LINE_END)) {
        const message = readStrict(read.subarray(0, end), MAX_DEPTH);
        if (message.kind === 'request') return message;
        read = read.subarray(end + 1);
      }
      if (read.length > MAX_BYTES) return undefined;
    }
  } catch {
    // The input was closed.
  } finally {
    clearTimeout(timer);
  }
  return undefined;
}
