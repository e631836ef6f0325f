import type { ControlRoutes } from './control-route.js';

/** Routes for edits of the configuration. The file is theirs: the daemon only says whether this process may. */
export const editRoutes: ControlRoutes = ({ edits }) => [
  { method: 'POST', path: '/edits/loosen', reach: 'commands', answer: ({ requester }) => edits.insist(requester) },
];
