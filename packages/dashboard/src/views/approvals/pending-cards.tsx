import type { ApprovalView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePageKeys } from '../../parts/keys.js';
import { Empty } from '../../parts/loaded-view.js';
import { toCount } from '../../parts/words.js';
import { readOnlyReason, usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';
import { formatRoute } from '../../state/route.js';
import { ApprovalCard } from './approval-card.js';
import { DecisionDialog } from './decision-dialog.js';
import { ReadOnlyNote } from './decisions.js';
import { useCards, type Cards } from './use-cards.js';

/** Cards that are drawn at first, and with each click on the button for more. */
const MAX_DRAWN = 30;

interface PendingCardsProps {
  /** The newest first. */
  readonly approvals: readonly ApprovalView[];
  /** Named in the address. */
  readonly wanted: string | null;
}

/** The calls that wait, a card for each, decided by a click, by a key, or several at once. */
export function PendingCards({ approvals, wanted }: PendingCardsProps): JSX.Element {
  const isReadOnly = readOnlyReason(useStore(usePage().signIn)) !== null;
  const cards = useCards(approvals, wanted);
  const [count, setCount] = useState(MAX_DRAWN);
  const drawn = cards.cards.filter(({ id }, at) => at < count || id === cards.current);
  const rest = cards.cards.length - drawn.length;
  usePageKeys((event) => !isReadOnly && onKey(cards, event));
  return (
    <>
      {cards.current === null ? <NothingWaits /> : isReadOnly ? <ReadOnlyNote /> : <KeyNote />}
      {cards.chosen.size > 0 && <Chosen cards={cards} />}
      <ul class="cards">
        {drawn.map((approval) => (
          <ApprovalCard key={approval.id} approval={approval} cards={cards} isReadOnly={isReadOnly} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" onClick={() => setCount(count + MAX_DRAWN)}>
          Show {toCount(Math.min(rest, MAX_DRAWN), 'more call')} of {rest}
        </button>
      )}
      {cards.question && (
        <DecisionDialog {...cards.question} onClose={() => cards.ask(null)} onDecided={cards.settle} />
      )}
    </>
  );
}

const NothingWaits = (): JSX.Element => (
  <Empty>
    No call waits. To decide about the calls of a tool yourself, press Ask beside it in{' '}
    <a href={formatRoute('servers')}>Servers</a>. Each call of it then appears here.
  </Empty>
);

const KeyNote = (): JSX.Element => (
  <p class="dim keys">
    Keys: <kbd>a</kbd> approve, <kbd>d</kbd> deny, <kbd>j</kbd> and <kbd>k</kbd> next and last, <kbd>x</kbd> select
  </p>
);

const MOVES: Readonly<Record<string, number>> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };
const KINDS: Readonly<Record<string, 'approve' | 'deny'>> = { a: 'approve', d: 'deny' };

function onKey(cards: Cards, event: KeyboardEvent): void {
  const { key, timeStamp } = event;
  const { current, chosen } = cards;
  const [move, kind] = [MOVES[key], KINDS[key]];
  if (current === null || (move === undefined && kind === undefined && key !== 'x')) return;
  event.preventDefault();
  if (move !== undefined) cards.move(move);
  else if (kind !== undefined) cards.decide(chosen.size > 0 ? [...chosen] : [current], kind, timeStamp);
  else cards.choose(new Set(chosen.has(current) ? [...chosen].filter((id) => id !== current) : [...chosen, current]));
}

function Chosen({ cards }: { readonly cards: Cards }): JSX.Element {
  const ids = [...cards.chosen];
  const [why, setWhy] = useState('');
  return (
    <form
      class="row chosen"
      aria-label="Selected calls"
      onSubmit={(event) => {
        event.preventDefault();
        cards.decide(ids, 'deny', event.timeStamp, why);
      }}
    >
      <span>{toCount(ids.length, 'call')} selected</span>
      <button
        type="button"
        class="main"
        disabled={cards.isBusy}
        onClick={({ timeStamp }) => cards.decide(ids, 'approve', timeStamp)}
      >
        Approve {ids.length}
      </button>
      <button type="submit" class="danger" disabled={cards.isBusy}>
        Deny {ids.length}
      </button>
      <input
        class="why"
        aria-label="Reason for the denials, which the agents get to read (optional)"
        placeholder="Reason for the denials (optional)"
        maxLength={500}
        onInput={({ currentTarget }) => setWhy(currentTarget.value)}
      />
      <button
        type="button"
        class="plain"
        onClick={() => cards.choose(new Set(cards.cards.filter(({ id }) => cards.isOpen(id)).map(({ id }) => id)))}
      >
        Select all
      </button>
      <button type="button" class="plain" onClick={() => cards.choose(new Set())}>
        Select none
      </button>
    </form>
  );
}
