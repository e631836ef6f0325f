import type { End, Hearing } from '@mcp-guard/daemon';
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

/** An end that tells the played session what is sent and heard. */
export function observeEnd(inner: End, session: PlayedSession): ObservedEnd {
  let isInitialised = false;
  const openStream = (): void => {
    if (isInitialised) inner.send(OPENED, { method: 'notifications/initialized' });
    else inner.send(OPENING, { method: 'initialize', id: OPENING_ID });
    isInitialised = true;
  };
  const observe = (hearing: Hearing): Hearing => ({
    ...hearing,
    line(line, release) {
      if (line.includes(OPENING_ID)) {
        release?.();
        inner.send(OPENED, { method: 'notifications/initialized' });
        return;
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
      if (facts?.method === 'initialize') isInitialised = true;
      session.expect(bytes);
      return inner.send(bytes, facts);
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
