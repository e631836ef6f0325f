import type { ApprovalView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { Said } from '../../parts/said.js';
import { readOnlyReason, usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';
import { isDecidable } from './approval-states.js';

/** Says why nothing can be decided on this page, if that is so. */
export function ReadOnlyNote(): JSX.Element | null {
  const refusal = readOnlyReason(useStore(usePage().signIn));
  if (refusal === null) return null;
  return (
    <p class="dim">
      Nothing can be decided here: <Said text={refusal} max={300} />
    </p>
  );
}

/** A decision can be sent from this page now. */
export function useCanDecide(): boolean {
  const page = usePage();
  const link = useStore(page.link);
  return readOnlyReason(useStore(page.signIn)) === null && link.state === 'live';
}

interface TakeBackProps {
  readonly approval: ApprovalView;
  readonly onTakeBack: () => void;
}

/** Offers to take a decision back, while it still counts. */
export function TakeBack({ approval, onTakeBack }: TakeBackProps): JSX.Element | null {
  const page = usePage();
  const canDecide = useCanDecide();
  if (!isDecidable('revoke', approval)) return null;
  if (readOnlyReason(page.signIn.value) !== null) return <ReadOnlyNote />;
  return (
    <div class="row decisions">
      <button type="button" class="danger" disabled={!canDecide} onClick={onTakeBack}>
        {approval.state === 'denied' ? 'Take the denial back…' : 'Withdraw…'}
      </button>
    </div>
  );
}
