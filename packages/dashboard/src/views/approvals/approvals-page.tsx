import type { ApprovalView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isApprovals } from '../../api/approval-shapes.js';
import { Empty, LoadedView } from '../../parts/loaded-view.js';
import { usePage } from '../../state/page.js';
import { formatRoute } from '../../state/route.js';
import { useLoad } from '../../state/use-load.js';
import type { ViewProps } from '../view.js';
import { ApprovalPanel } from './approval-panel.js';
import { ApprovalTable } from './approval-table.js';
import { NoticeSwitch } from './notice-switch.js';
import { PendingCards } from './pending-cards.js';

const MAX_DECIDED = 200;

/** Calls that wait for a person, and what people have decided. */
export function ApprovalsPage({ route: { id } }: ViewProps): JSX.Element {
  const page = usePage();
  const loaded = useLoad('/approvals?decided=true', isApprovals);
  const { reload } = loaded;
  useEffect(() => page.approvals.subscribe(reload), [page.approvals, reload]);
  useFocusReturn(id);
  const first = useRef<string | null>(null);
  const isPending = loaded.data?.some((each) => each.id === id && each.state === 'pending') === true;
  // A call that waited when it was opened has a card, which says what became of it.
  if (isPending) first.current = id;
  const hasPanel = id !== null && loaded.data !== undefined && first.current !== id;
  const close = (): void => {
    if (id !== null && !document.querySelector('dialog[open]')) page.go(formatRoute('approvals'));
  };
  return (
    <div class={hasPanel ? 'approvals open' : 'approvals'} onKeyDown={({ key }) => key === 'Escape' && close()}>
      <h1 class="unseen">Approvals</h1>
      <div class="stack">
        <LoadedView loaded={loaded}>{(all) => <Lists approvals={all} selected={id} />}</LoadedView>
      </div>
      {hasPanel && <ApprovalPanel key={id} id={id} />}
    </div>
  );
}

function Lists({ approvals, selected }: { approvals: readonly ApprovalView[]; selected: string | null }): JSX.Element {
  const of = (...states: readonly ApprovalView['state'][]): readonly ApprovalView[] =>
    approvals.filter(({ state }) => states.includes(state));
  const standing = of('standing');
  const decided = of('approved', 'denied', 'used', 'expired', 'withdrawn', 'revoked')
    .toSorted((a, b) => (b.decidedAt ?? b.expiresAt) - (a.decidedAt ?? a.expiresAt))
    .slice(0, MAX_DECIDED);
  return (
    <>
      <section class="panel" aria-labelledby="pending">
        <div class="headline">
          <h2 id="pending" class="title">
            Waiting for a decision
          </h2>
          <NoticeSwitch />
        </div>
        <PendingCards approvals={approvals} wanted={selected} />
      </section>
      <section class="panel" aria-labelledby="standing">
        <h2 id="standing">Standing approvals</h2>
        {standing.length === 0 ? (
          <Empty>None. A call can be approved together with calls like it, for a while.</Empty>
        ) : (
          <ApprovalTable label="Standing approvals" approvals={standing} selected={selected} end="Ends" />
        )}
      </section>
      <section class="panel" aria-labelledby="decided">
        <h2 id="decided">Decided</h2>
        {decided.length === 0 ? (
          <Empty>Nothing was decided yet.</Empty>
        ) : (
          <ApprovalTable label="Decided" approvals={decided} selected={selected} end={null} />
        )}
      </section>
    </>
  );
}

/** The focus goes back to the row of what was closed. */
function useFocusReturn(id: string | null): void {
  const last = useRef(id);
  useEffect(() => {
    const closed = last.current;
    last.current = id;
    if (id !== null || closed === null || !/^[0-9a-f]+$/.test(closed)) return;
    document.querySelector<HTMLElement>(`[data-approval="${closed}"] a`)?.focus();
  }, [id]);
}
