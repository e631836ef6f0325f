import { isObject, type EditView, type JsonValue } from '@mcp-guard/core';
import type { ControlRoutes } from './control-route.js';

/** Routes for edits of the configuration: commands write theirs themselves, and ask whether they may; the daemon writes those of its page. */
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
  {
    method: 'POST',
    path: '/edits',
    reach: 'page',
    answer: ({ body, requester }): Promise<EditView> => edits.edit(body, requester),
  },
];

const textsOf = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
