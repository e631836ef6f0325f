import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { usePageKeys } from '../../parts/keys.js';
import { Said } from '../../parts/said.js';
import { Empty, LoadedView } from '../../parts/loaded-view.js';
import { usePage } from '../../state/page.js';
import { formatRoute } from '../../state/route.js';
import type { ViewProps } from '../view.js';
import { CallPanel } from './call-panel.js';
import { CallTable } from './call-table.js';
import { ColumnChoice, useColumns } from './columns.js';
import { FilterBar } from './filter-bar.js';
import { readFilters, toQuery, type Filters } from './filters.js';
import { useCalls } from './use-calls.js';

/** One row for each call, as it happens, and everything about one of them. */
export function CallsPage({ route: { id, query } }: ViewProps): JSX.Element {
  const page = usePage();
  const search = query.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const { calls, damage, problem, hasMore, loadMore, reload } = useCalls(filters);
  const hrefOf = useCallback((seq: number) => formatRoute('calls', String(seq), toQuery(filters)), [filters]);
  const change = (next: Filters): void => page.replace(formatRoute('calls', id, toQuery(next)));
  const back = formatRoute('calls', null, toQuery(filters));
  const [isPaused, setPaused] = useState(false);
  usePageKeys(({ key }) => key === 'p' && setPaused(!isPaused));
  useFocusReturn(id);
  const chosen = useColumns(calls ?? []);

  return (
    <div
      class={id === null ? 'calls' : 'calls open'}
      onKeyDown={({ key }) => key === 'Escape' && id !== null && page.go(back)}
    >
      <h1 class="unseen">Calls</h1>
      <FilterBar filters={filters} calls={calls ?? []} onChange={change} />
      {damage !== null && (
        <div class="banner warn" role="note">
          <p>
            Some rows of the record cannot be read: <Said text={damage} />. Check it with{' '}
            <code>mcp-guard logs --verify</code>.
          </p>
        </div>
      )}
      <div class="call-parts">
        <div class="panel call-place">
          <div class="row list-head">
            <PauseButton isPaused={isPaused} onPause={setPaused} />
            <ColumnChoice {...chosen} />
          </div>
          <LoadedView loaded={{ data: calls, problem, reload }}>
            {(all) =>
              all.length === 0 ? (
                <NoCalls isFiltered={search !== ''} />
              ) : (
                <CallTable
                  key={search}
                  calls={all}
                  columns={chosen.columns}
                  selected={id === null ? null : Number(id)}
                  isPaused={isPaused}
                  hasMore={hasMore}
                  onMore={loadMore}
                  hrefOf={hrefOf}
                />
              )
            }
          </LoadedView>
        </div>
        {id !== null && <CallPanel id={id} back={back} />}
      </div>
    </div>
  );
}

interface PauseButtonProps {
  readonly isPaused: boolean;
  readonly onPause: (isPaused: boolean) => void;
}

const PauseButton = ({ isPaused, onPause }: PauseButtonProps): JSX.Element => (
  <>
    <button type="button" aria-pressed={isPaused} title="Key p" onClick={() => onPause(!isPaused)}>
      {isPaused ? 'Go on' : 'Pause'}
    </button>
    {isPaused && <span class="dim">The list is paused; calls go on.</span>}
  </>
);

const NoCalls = ({ isFiltered }: { readonly isFiltered: boolean }): JSX.Element =>
  isFiltered ? (
    <Empty>No recorded call matches. Calls that do will appear here as they happen.</Empty>
  ) : (
    <Empty>Nothing has passed the guard yet. Calls will appear here as they happen.</Empty>
  );

/** The focus goes back to the row of the call that was closed. */
function useFocusReturn(id: string | null): void {
  const last = useRef(id);
  useEffect(() => {
    const closed = last.current;
    last.current = id;
    if (id !== null || closed === null || !/^\d+$/.test(closed)) return;
    document.querySelector<HTMLElement>(`[data-seq="${closed}"] a`)?.focus({ preventScroll: true });
  }, [id]);
}
