import type { End, Hearing, MessageFacts } from '@mcp-guard/daemon';
import { PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import { OPENING_ID, OPENING_MARK } from './http-front.ts';
import type { PlayedSession } from './played-session.ts';

const OPENING = Buffer.from(
  `{"jsonrpc":"2.0","id":${OPENING_ID},"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"front","version":"1"}}}`,
);
const OPENED = Buffer.from(
  `{"jsonrpc":"2.0","method":"notifications/initialized","params":{"_meta":{"mark":"${OPENING_MARK}"}}}`,
);

export interface ObservedEnd {
  readonly end: End;
  /** Shakes hands for the session, unseen by it: a client that has not done so has no stream that a server can speak on. */
  openStream(): void;
}

/**
 * An end that tells the played session what is sent and heard. Tests of messages shake no hands: where their first message is of
 * the legacy era, it waits until the harness has done that, as a client would have to.
 */
export function observeEnd(inner: End, session: PlayedSession): ObservedEnd {
  let state: 'new' | 'opening' | 'open' = 'new';
  const waiting: (readonly [Buffer, MessageFacts | undefined])[] = [];
  const send = (bytes: Buffer, facts?: MessageFacts): boolean => {
    session.expect(bytes);
    return inner.send(bytes, facts);
  };
  const open = (): void => {
    state = 'open';
    inner.send(OPENED, { method: 'notifications/initialized' });
    for (const [bytes, facts] of waiting.splice(0)) send(bytes, facts);
  };
  const openStream = (): void => {
    if (state === 'open') open();
    if (state !== 'new') return;
    state = 'opening';
    inner.send(OPENING, { method: 'initialize', id: OPENING_ID });
  };
  const observe = (hearing: Hearing): Hearing => ({
    lost: (id, error) => hearing.lost?.(id, error),
    line(line, release) {
      if (line.includes(OPENING_ID)) {
        release?.();
        return open();
      }
      hearing.line(line, release);
      session.noteHeard();
    },
    empty() {
      hearing.empty();
      session.noteHeard();
    },
    tooLong(scan, why) {
      hearing.tooLong(scan, why);
      session.noteHeard();
    },
  });
  void inner.ended.then(() => session.close());
  const end: End = {
    label: inner.label,
    start: (hearing) => inner.start(observe(hearing)),
    send(bytes, facts) {
      if (facts?.method === 'initialize' && state === 'new') state = 'open';
      if (state === 'new' && !bytes.includes(PROTOCOL_VERSION_META_KEY)) openStream();
      if (state !== 'opening') return send(bytes, facts);
      waiting.push([Buffer.from(bytes), facts]);
      return true;
    },
    onDrained: (listener) => inner.onDrained(listener),
    pause: (why) => inner.pause(why),
    resume: (why) => inner.resume(why),
    get hasUnheard() {
      return inner.hasUnheard;
    },
    discardOlderThan: (time) => inner.discardOlderThan(time),
    stop: () => inner.stop(),
    inputEnded: inner.inputEnded,
    ended: inner.ended,
    endInput: (reason) => inner.endInput(reason),
    close: () => inner.close(),
  };
  return { end, openStream };
}
