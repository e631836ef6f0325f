import type { ApprovalView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { Said } from '../../parts/said.js';
import { readOnlyReason, usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';
import type { Action } from './decision-dialog.js';
import { isDecidable } from './approval-states.js';

interface DecisionsProps {
  readonly approval: ApprovalView;
  readonly onAction: (action: Action) => void;
}

/** Offers the decisions that a person may make about a call, or says why there are none. */
export function Decisions({ approval, onAction }: DecisionsProps): JSX.Element | null {
  const page = usePage();
  const link = useStore(page.link);
  const refusal = readOnlyReason(useStore(page.signIn));
  const isPending = isDecidable('approve', approval);
  if (!isPending && !isDecidable('revoke', approval)) return null;
  if (refusal !== null) {
    return (
      <p class="dim">
        Nothing can be decided here: <Said text={refusal} max={300} />
      </p>
    );
  }
  const isOffline = link.state !== 'live';
  return (
    <div class="row decisions">
      {isPending ? (
        <>
          <button type="button" class="main" disabled={isOffline} onClick={() => onAction('approve')}>
            Approve…
          </button>
          <button type="button" disabled={isOffline} onClick={() => onAction('approve-similar')}>
            Approve calls like it…
          </button>
          <button type="button" class="danger" disabled={isOffline} onClick={() => onAction('deny')}>
            Deny…
          </button>
        </>
      ) : (
        <button type="button" class="danger" disabled={isOffline} onClick={() => onAction('revoke')}>
          {approval.state === 'denied' ? 'Take the denial back…' : 'Withdraw…'}
        </button>
      )}
    </div>
  );
}
