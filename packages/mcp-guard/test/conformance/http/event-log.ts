import { randomUUID } from 'node:crypto';
import type { EventId, EventStore, JSONRPCMessage, StreamId } from '@modelcontextprotocol/server';

interface LoggedEvent {
  readonly id: EventId;
  readonly stream: StreamId;
  readonly message: JSONRPCMessage;
}

const MAX_EVENTS = 1000;

/** Remembers what a legacy session sent, so that a client that lost a stream can ask for the rest (SEP-1699). */
export function createEventLog(): EventStore {
  const events: LoggedEvent[] = [];

  return {
    storeEvent: async (stream, message) => {
      const id = randomUUID();
      events.push({ id, stream, message });
      if (events.length > MAX_EVENTS) events.shift();
      return id;
    },

    async replayEventsAfter(lastEventId, { send }) {
      const last = events.findIndex(({ id }) => id === lastEventId);
      const stream = events[last]?.stream;
      if (stream === undefined) throw new Error('unknown event id');
      for (const event of events.slice(last + 1)) {
        if (event.stream === stream) await send(event.id, event.message); // oxlint-disable-line no-await-in-loop -- in order
      }
      return stream;
    },
  };
}
