import { isObject, type JsonValue } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

/** Routes for edits of the configuration. The file is theirs: the daemon only says whether this process may. */
export const editRoutes: ControlRoutes = ({ edits, policy }) => [
  {
    method: 'POST',
    path: '/edits/loosen',
    reach: 'commands',
    answer({ body, requester }) {
      const changes = textsOf(isObject(body) ? body['confirmed'] : undefined);
      const agreed = edits.insist(requester);
      if (changes.length > 0) policy.confirm(changes, requester.decider({ hasPassphrase: false }));
      return agreed;
    },
  },
];

const textsOf = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
