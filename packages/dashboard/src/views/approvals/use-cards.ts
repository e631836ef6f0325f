import type { ApprovalDetail, ApprovalView, Decision } from '@mcp-guard/core/page';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { usePage } from '../../state/page.js';
import { decide, type Outcomes } from './decide.js';
import type { Question } from './decision-dialog.js';
import { useCanDecide } from './decisions.js';

/** Milliseconds from which on a card counts as seen: a key or a click from before was meant for something else. */
const SEEN_AFTER = 300;
/** Outcomes that stay in sight; older ones are in the table below. */
const MAX_OUTCOMES = 50;

/** The content of a card, and since when it is in sight. */
interface Shown {
  readonly detail: ApprovalDetail;
  /** As `performance.now()` counts. */
  readonly at: number;
  /** The reason that was typed. */
  readonly why: string;
}

export interface Cards {
  /** The calls that wait, and those that were decided here: the oldest first. */
  readonly cards: readonly ApprovalView[];
  /** The card that a key decides about. */
  readonly current: string | null;
  readonly chosen: ReadonlySet<string>;
  readonly outcomes: Outcomes;
  readonly isBusy: boolean;
  /** A decision that needs more than a click. */
  readonly question: Question | null;
  readonly ask: (question: Question | null) => void;
  readonly isOpen: (id: string) => boolean;
  /** The card has drawn this; `undefined` once it is gone. */
  readonly show: (id: string, detail: ApprovalDetail | undefined) => void;
  readonly setWhy: (id: string, why: string) => void;
  readonly select: (id: string) => void;
  readonly move: (by: number) => void;
  readonly choose: (ids: ReadonlySet<string>) => void;
  /**
   * Decides about these calls. What the user had not seen when they pressed is left as it is.
   * @param pressedAt of the event
   */
  readonly decide: (ids: readonly string[], kind: 'approve' | 'deny', pressedAt: number, why?: string) => void;
  readonly settle: (outcomes: Outcomes) => void;
}

/**
 * Keeps which calls are shown, selected and decided, while the view is open.
 * @param approvals the newest first
 */
export function useCards(approvals: readonly ApprovalView[], wanted: string | null): Cards {
  const page = usePage();
  const canDecide = useCanDecide();
  const shown = useShown();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map());
  const [question, ask] = useState<Question | null>(null);
  const [isBusy, setBusy] = useState(false);

  // A call that was decided here stays in its place, so that nothing else moves under the pointer.
  const cards = approvals.filter(({ id, state }) => state === 'pending' || outcomes.has(id)).toReversed();
  const open = cards.filter(({ id, state }) => state === 'pending' && outcomes.get(id)?.state !== 'decided');
  const { movedAt, ...picked } = usePicked(cards, open, wanted);

  const settle = (come: Outcomes): void => {
    const told = [...come.values()].map((each) => (each.state === 'decided' ? each.words : each.problem.message));
    page.announced.set([...new Set(told)].join(' '));
    setOutcomes((last) => new Map([...last, ...come].slice(-MAX_OUTCOMES)));
    choose((last) => new Set([...last].filter((id) => come.get(id)?.state !== 'decided')));
  };

  const send = async (details: readonly ApprovalDetail[], decision: Decision): Promise<void> => {
    setBusy(true);
    const seen = details.map(({ approval }) => approval);
    try {
      settle(await decide(page, { approvals: seen, decision }));
    } catch (thrown) {
      const problem = ApiError.from(thrown);
      settle(new Map(seen.map(({ id }) => [id, { state: 'failed', problem }])));
    }
    setBusy(false);
  };

  return {
    ...picked,
    cards,
    chosen,
    outcomes,
    isBusy,
    question,
    ask,
    isOpen: (id) => open.some((each) => each.id === id),
    show: shown.show,
    setWhy: shown.setWhy,
    choose,
    settle,
    decide(ids, kind, pressedAt, given) {
      if (!canDecide || isBusy || pressedAt < movedAt.current + SEEN_AFTER) return;
      const seen = shown.read(ids, pressedAt);
      if (!seen) return;
      const details = seen.map(({ detail }) => detail);
      const why = given ?? seen[0]?.why ?? '';
      const isSigned = page.signIn.value.state === 'in' && page.signIn.value.page.key !== null;
      if (isSigned) ask({ details, action: kind, why });
      else void send(details, kind === 'approve' ? { kind, standing: null } : { kind, why: why.trim() || null });
    },
  };
}

interface ShownCards extends Pick<Cards, 'show' | 'setWhy'> {
  /** The content of these cards; nothing unless the user had seen all of them when they pressed. */
  readonly read: (ids: readonly string[], pressedAt: number) => readonly Shown[] | undefined;
}

/** Remembers what the cards show: a decision names the print of exactly that. */
function useShown(): ShownCards {
  const { current: shown } = useRef(new Map<string, Shown>());
  return {
    show(id, detail) {
      const { at = performance.now(), why = '' } = shown.get(id) ?? {};
      if (detail) shown.set(id, { detail, at, why });
      else shown.delete(id);
    },
    setWhy(id, why) {
      const seen = shown.get(id);
      if (seen) shown.set(id, { ...seen, why });
    },
    read(ids, pressedAt) {
      const seen = ids.flatMap((id) => shown.get(id) ?? []);
      const isSeen = seen.length === ids.length && seen.every(({ at }) => pressedAt >= at + SEEN_AFTER);
      return isSeen ? seen : undefined;
    },
  };
}

interface PickedCard extends Pick<Cards, 'current' | 'select' | 'move'> {
  /** When the current card last changed without the user, as `performance.now()` counts. */
  readonly movedAt: { readonly current: number };
}

/** Keeps which card is the current one. */
function usePicked(cards: readonly ApprovalView[], open: readonly ApprovalView[], wanted: string | null): PickedCard {
  const movedAt = useRef(0);
  const [picked, select] = useState(wanted);
  const current = nextOpen(cards, open, picked);
  const isPicked = current === picked;
  useEffect(() => select(wanted), [wanted]);
  useEffect(() => {
    if (!isPicked) movedAt.current = performance.now();
  }, [current, isPicked]);
  return {
    movedAt,
    current,
    select,
    move(by) {
      const at = open.findIndex(({ id }) => id === current);
      const next = open[Math.min(open.length - 1, Math.max(0, at + by))];
      if (next) select(next.id);
    },
  };
}

/** The card that was picked, while it is open; then the next one, or the last. */
function nextOpen(cards: readonly ApprovalView[], open: readonly ApprovalView[], picked: string | null): string | null {
  if (open.some(({ id }) => id === picked)) return picked;
  const at = cards.findIndex(({ id }) => id === picked);
  const after = cards.slice(at + 1).find(({ id }) => open.some((each) => each.id === id));
  return (after ?? open.at(-1))?.id ?? null;
}
