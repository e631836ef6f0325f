import type { ApprovalDetail, ApprovalView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isApprovalDetail } from '../../api/approval-shapes.js';
import { LoadedView, ProblemNote } from '../../parts/loaded-view.js';
import { Left } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Whole } from '../../parts/whole.js';
import { formatRoute } from '../../state/route.js';
import { useLoad } from '../../state/use-load.js';
import { toPrice } from './approval-states.js';
import { CallWords } from './call-text.js';
import { useCanDecide } from './decisions.js';
import type { Cards } from './use-cards.js';

const MAX_REASON = 500;

interface CardProps {
  readonly approval: ApprovalView;
  readonly cards: Cards;
  readonly isReadOnly: boolean;
}

/** One call that waits: who asks, what exactly it would do, why a person decides, and the decision. */
export function ApprovalCard({ approval, cards, isReadOnly }: CardProps): JSX.Element {
  const { id, tool, server } = approval;
  const outcome = cards.outcomes.get(id);
  const isCurrent = cards.current === id;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <li
      ref={card}
      class="card"
      data-approval={id}
      aria-current={isCurrent}
      onFocusCapture={() => cards.isOpen(id) && cards.select(id)}
    >
      <div class="headline">
        {!isReadOnly && cards.isOpen(id) && <Choice id={id} cards={cards} tool={tool} />}
        <h3 id={`card-${id}`}>
          <Whole text={tool} /> <span class="dim">at</span> <Whole text={server} />
        </h3>
        <Price approval={approval} />
        {approval.asked > 1 && <span class="badge warn">asked {approval.asked} times</span>}
        {cards.isOpen(id) && (
          <span class="dim">
            expires <Left at={approval.expiresAt * 1000} />
          </span>
        )}
      </div>
      {outcome?.state === 'decided' ? (
        <p class="outcome-line">
          {outcome.words} <CallLink id={id} />
        </p>
      ) : (
        <OpenCard approval={approval} cards={cards} isReadOnly={isReadOnly} />
      )}
      {outcome?.state === 'failed' && <ProblemNote problem={outcome.problem} />}
    </li>
  );
}

function Choice({
  id,
  cards,
  tool,
}: {
  readonly id: string;
  readonly cards: Cards;
  readonly tool: string;
}): JSX.Element {
  const change = (isChosen: boolean): void => {
    const next = new Set(cards.chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    cards.choose(next);
  };
  return (
    <input
      type="checkbox"
      aria-label={`Select the call of ${tool.slice(0, 80)}`}
      checked={cards.chosen.has(id)}
      onChange={({ currentTarget }) => change(currentTarget.checked)}
    />
  );
}

const Price = ({ approval }: { readonly approval: ApprovalView }): JSX.Element | null => {
  const price = toPrice(approval);
  return price === null ? null : <b class="amount">{price}</b>;
};

/** Leads to the rows of the record that name this approval. */
export const CallLink = ({ id }: { readonly id: string }): JSX.Element => (
  <a href={formatRoute('calls', null, new URLSearchParams({ q: id }))}>Show in Calls</a>
);

function OpenCard({ approval, cards, isReadOnly }: CardProps): JSX.Element {
  const { id } = approval;
  const loaded = useLoad(`/approvals/${encodeURIComponent(id)}/detail`, isApprovalDetail);
  const { data } = loaded;
  const { show } = cards;
  useEffect(() => {
    // Drawn, and not only asked for.
    const frame = data ? requestAnimationFrame(() => show(id, data)) : undefined;
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      show(id, undefined);
    };
  }, [id, data]);
  return (
    <LoadedView loaded={loaded}>
      {(detail) => (
        <>
          <Who detail={detail} />
          <CallWords detail={detail} />
          <Why approval={detail.approval} />
          {!isReadOnly && <Decide detail={detail} cards={cards} />}
        </>
      )}
    </LoadedView>
  );
}

const Who = ({ detail: { approval, client } }: { readonly detail: ApprovalDetail }): JSX.Element => (
  <p>
    {client === null ? (
      'A client that has not named itself'
    ) : (
      <>
        <Whole text={client} /> <span class="dim">(self-reported)</span>
      </>
    )}{' '}
    asks for <Whole text={approval.actor} />. <CallLink id={approval.id} />
  </p>
);

const Why = ({ approval: { reasons } }: { readonly approval: ApprovalView }): JSX.Element => (
  <>
    {reasons.map(({ rule, why }) => (
      <p key={rule}>
        <Whole text={why} />{' '}
        <small>
          <Said text={rule} max={300} />
        </small>
      </p>
    ))}
  </>
);

function Decide({ detail, cards }: { readonly detail: ApprovalDetail; readonly cards: Cards }): JSX.Element {
  const { id } = detail.approval;
  const isOff = !useCanDecide() || cards.isBusy || !cards.isOpen(id);
  return (
    <form
      class="row decisions"
      onSubmit={(event) => {
        event.preventDefault();
        cards.decide([id], 'deny', event.timeStamp);
      }}
    >
      <button
        type="button"
        class="main"
        disabled={isOff}
        onClick={({ timeStamp }) => cards.decide([id], 'approve', timeStamp)}
      >
        Approve
      </button>
      <button type="submit" class="danger" disabled={isOff}>
        Deny
      </button>
      <input
        class="why"
        aria-label="Reason for a denial, which the agent gets to read (optional)"
        placeholder="Reason for a denial (optional)"
        maxLength={MAX_REASON}
        autocomplete="off"
        onInput={({ currentTarget }) => cards.setWhy(id, currentTarget.value)}
      />
      <button
        type="button"
        class="plain"
        disabled={isOff}
        onClick={() => cards.ask({ details: [detail], action: 'approve-similar' })}
      >
        Approve calls like it…
      </button>
    </form>
  );
}
