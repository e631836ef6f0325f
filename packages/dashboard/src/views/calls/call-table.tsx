import type { CallView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Heads, type TableColumn } from '../../parts/table.js';
import { sliceOf } from '../../parts/virtual.js';
import { CallRow } from './call-row.js';
import type { CallColumn } from './columns.js';
import { countNewer } from './merge.js';
import { useRowKeys } from './row-keys.js';
import { useViewport } from './viewport.js';

interface CallTableProps {
  /** The newest first. */
  readonly calls: readonly CallView[];
  readonly columns: readonly CallColumn[];
  readonly selected: number | null;
  /** New calls are kept back until the user goes on. */
  readonly isPaused: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly hrefOf: (seq: number) => string;
}

const ALWAYS: readonly TableColumn[] = [
  ['Time', 'time'],
  ['Tool, prompt or resource', 'target'],
  ['Outcome', 'outcome'],
];

/** Rows before the end at which older ones are asked for. */
const AHEAD = 100;

/** Any number of calls, of which those in sight are drawn. While it is scrolled down, nothing moves. */
export function CallTable({
  calls,
  columns,
  selected,
  isPaused,
  hasMore,
  onMore,
  hrefOf,
}: CallTableProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const heads = [...ALWAYS, ...columns.map(({ title, kind }) => [title, kind] as const)];
  const view = useViewport(scroller);
  // Once it is scrolled, what comes waits until it is back at the top.
  const heldAt = useHeldAt(calls, isPaused || view.scrollTop >= view.rowHeight);

  const newer = heldAt === null ? 0 : countNewer(calls, heldAt);
  const count = calls.length - newer;
  const { from, to, above, below } = sliceOf({ ...view, count });
  const rows = calls.slice(newer + from, newer + to);
  const reachable =
    rows.find(({ seq }) => seq === selected)?.seq ??
    rows.find((_, at) => at + from >= view.scrollTop / view.rowHeight)?.seq;

  useEffect(() => {
    if (hasMore && to > count - AHEAD) onMore();
  }, [hasMore, to, count, onMore]);

  const onKeyDown = useRowKeys(scroller, { ...view, count, seqAt: (index) => calls[newer + index]?.seq });

  return (
    <div class="call-list">
      {newer > 0 && !isPaused && <Newer count={newer} onClick={() => scroller.current?.scrollTo({ top: 0 })} />}
      <div class="call-scroller" ref={scroller} tabIndex={0} role="region" aria-label="Calls, the newest first">
        <table aria-rowcount={hasMore ? -1 : count + 1} onKeyDown={onKeyDown}>
          <thead>
            <tr aria-rowindex={1}>
              <Heads columns={heads} />
            </tr>
          </thead>
          <tbody>
            <Space height={above} />
            {rows.map((call, index) => (
              <CallRow
                key={call.seq}
                call={call}
                columns={columns}
                position={from + index + 1}
                isSelected={call.seq === selected}
                isReachable={call.seq === reachable}
                href={hrefOf(call.seq)}
              />
            ))}
            <Space height={below} />
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The newest call of the list when it was held; `null` while it moves. */
function useHeldAt(calls: readonly CallView[], isHeld: boolean): number | null {
  const [heldAt, setHeldAt] = useState<number | null>(null);
  useEffect(() => {
    setHeldAt((last) => (isHeld ? (last ?? calls[0]?.seq ?? null) : null));
  }, [isHeld]);
  return heldAt;
}

const Newer = ({ count, onClick }: { readonly count: number; readonly onClick: () => void }): JSX.Element => (
  <button type="button" class="main newer" onClick={onClick}>
    {count} newer, back to the top
  </button>
);

/** Stands for rows that are not drawn. */
const Space = ({ height }: { readonly height: number }): JSX.Element => (
  <tr class="space" aria-hidden="true">
    <td style={{ height: `${height}px` }} />
  </tr>
);
