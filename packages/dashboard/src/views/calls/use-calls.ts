import type { CallPage, CallView } from '@mcp-guard/core/page';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { isCallPage } from '../../api/call-shapes.js';
import { usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';
import { isMatch, toRequest, type Filters } from './filters.js';
import { mergeCalls } from './merge.js';

const PAGE = 200;
/** Kept in the page; older ones are asked for again. */
const MAX_KEPT = 20_000;
/** Calls that come are drawn together, so many milliseconds later at the latest. */
const GATHER = 120;
const MAX_GATHERED = 5000;

export interface Calls {
  /** The newest first; `undefined` until the daemon has answered. */
  readonly calls: readonly CallView[] | undefined;
  readonly damage: string | null;
  readonly problem: ApiError | undefined;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

interface Kept {
  readonly filters: Filters;
  readonly calls?: readonly CallView[];
  readonly before: number | null;
  readonly damage: string | null;
  readonly problem?: ApiError;
}

/** The calls that match, as they happen. */
export function useCalls(filters: Filters): Calls {
  const { api, epoch } = usePage();
  const era = useStore(epoch);
  const [turn, setTurn] = useState(0);
  const [kept, setKept] = useState<Kept>({ filters, before: null, damage: null });
  const isLoading = useRef(false);
  const isCurrent = kept.filters === filters;

  useEffect(() => {
    const aborted = new AbortController();
    isLoading.current = true;
    api.get(toRequest(filters, Date.now(), PAGE), isCallPage, aborted.signal).then(
      (page) => {
        isLoading.current = false;
        return setKept((last) => takeNewest(last, filters, page));
      },
      (thrown: unknown) => {
        if (aborted.signal.aborted) return;
        isLoading.current = false;
        setKept((last) => ({ ...(last.filters === filters ? last : EMPTY), filters, problem: ApiError.from(thrown) }));
      },
    );
    return () => aborted.abort();
  }, [api, era, filters, turn]);

  useLiveCalls(filters, setKept);

  const { before } = kept;
  const loadMore = useCallback(() => {
    if (isLoading.current || before === null) return;
    isLoading.current = true;
    api
      .get(toRequest(filters, Date.now(), PAGE, before), isCallPage)
      .then(
        (page) => setKept((last) => (last.filters === filters ? takeOlder(last, page) : last)),
        (thrown: unknown) => setKept((last) => ({ ...last, problem: ApiError.from(thrown) })),
      )
      .finally(() => {
        isLoading.current = false;
      });
  }, [api, filters, before]);

  return {
    calls: isCurrent ? kept.calls : undefined,
    damage: kept.damage,
    problem: isCurrent ? kept.problem : undefined,
    hasMore: before !== null && (kept.calls?.length ?? 0) < MAX_KEPT,
    loadMore,
    reload: useCallback(() => setTurn((last) => last + 1), []),
  };
}

const EMPTY = { before: null, damage: null };

function useLiveCalls(filters: Filters, setKept: (change: (last: Kept) => Kept) => void): void {
  const { calls } = usePage();
  const gathered = useMemo(() => new Map<number, CallView>(), []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      timer = undefined;
      const [come, gone] = sort([...gathered.values()], filters);
      gathered.clear();
      setKept((last) => {
        if (last.filters !== filters || !last.calls) return last;
        const kept = gone.size === 0 ? last.calls : last.calls.filter(({ seq }) => !gone.has(seq));
        return { ...last, calls: mergeCalls(kept, come, MAX_KEPT) };
      });
    };
    const stop = calls.subscribe((come) => {
      for (const call of come) gathered.set(call.seq, call);
      if (gathered.size > MAX_GATHERED) flush();
      else if (gathered.size > 0) timer ??= setTimeout(flush, GATHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
      gathered.clear();
    };
  }, [calls, filters, gathered, setKept]);
}

/**
 * Sorts calls into those that belong to the list, and those that do not (any more): an answer can change what a call
 * is.
 */
function sort(calls: readonly CallView[], filters: Filters): readonly [readonly CallView[], ReadonlySet<number>] {
  const others = calls.filter((call) => !isMatch(filters, call));
  return [calls.filter((call) => isMatch(filters, call)), new Set(others.map(({ seq }) => seq))];
}

/** The calls from before stay if no gap is between. */
function takeNewest(last: Kept, filters: Filters, { calls, before, damage }: CallPage): Kept {
  const old = last.filters === filters ? (last.calls ?? []) : [];
  const [newest] = old;
  const isJoined = newest !== undefined && calls.some(({ seq }) => seq <= newest.seq);
  if (!isJoined) return { filters, calls, before, damage };
  return { filters, calls: mergeCalls(old, calls, MAX_KEPT), before: last.before, damage };
}

const takeOlder = (last: Kept, { calls, before, damage }: CallPage): Kept => ({
  filters: last.filters,
  calls: mergeCalls(last.calls ?? [], calls, MAX_KEPT),
  before,
  damage,
});
