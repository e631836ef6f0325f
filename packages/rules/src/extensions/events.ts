import type { Extension } from './extension.js';

/**
 * Events at a server, as its client asks for them (SEP-3415). Subscriptions are no part of it: their data leaves past the
 * guard, so they count as methods that it does not know.
 */
export const events: Extension = {
  id: 'io.modelcontextprotocol/events',
  capabilities: ['events'],
  methods: {
    'events/list': { from: 'client', does: 'look', describes: true },
    'events/poll': { from: 'client', does: 'poll', asks: { kind: 'events', member: 'name' } },
    'events/unsubscribe': { from: 'client', does: 'release', asks: { kind: 'events', member: 'name' } },
    'notifications/events/list_changed': { from: 'server' },
  },
};
