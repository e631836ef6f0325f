import type { ServerView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { toCount, toDuration } from '../../parts/words.js';

/** Says in one badge whether a server can be reached. */
export function ServerState({
  server: { problem, leftAlone, sessions },
}: {
  readonly server: ServerView;
}): JSX.Element {
  if (problem) return <span class="badge bad">cannot start</span>;
  if (leftAlone) {
    const words =
      leftAlone.seconds > 0 ? `left alone for ${toDuration(leftAlone.seconds * 1000)}` : 'being tried again';
    return (
      <span>
        <span class="badge warn">circuit open</span>{' '}
        <small>
          {words}, after {toCount(leftAlone.failures, 'failure')}
        </small>
      </span>
    );
  }
  return sessions > 0 ? <span class="badge good">in use</span> : <span class="badge">ready</span>;
}
