import type { CallView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Heads, type TableColumn } from '../../parts/table.js';
import { sliceOf } from '../../parts/virtual.js';
import { CallRow } from './call-row.js';
import { countNewer } from './merge.js';
import { useRowKeys } from './row-keys.js';
import { useViewport } from './viewport.js';

interface CallTableProps {
  /** The newest first. */
  readonly calls: readonly CallView[];
  readonly selected: number | null;
  /** New calls are kept back until the user goes on. */
  readonly isPaused: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly hrefOf: (seq: number) => string;
}

const COLUMNS: readonly TableColumn[] = [
  ['Time', 'time'],
  ['Tool, prompt or resource', 'target'],
  ['Server', 'wide'],
  ['Client', 'wide'],
  ['Outcome', 'outcome'],
  ['Why', 'wide because'],
  ['Took', 'number wide'],
  ['Findings', 'wide types'],
];

/** Rows before the end at which older ones are asked for. */
const AHEAD = 100;

/** Any number of calls, of which those in sight are drawn. While it is scrolled down, nothing moves. */
export function CallTable({ calls, selected, isPaused, hasMore, onMore, hrefOf }: CallTableProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const view = useViewport(scroller);
  const [heldAt, setHeldAt] = useState<number | null>(null);

  const newer = heldAt === null ? 0 : countNewer(calls, heldAt);
  const count = calls.length - newer;
  const { from, to, above, below } = sliceOf({ ...view, count });
  const rows = calls.slice(newer + from, newer + to);
  const reachable =
    rows.find(({ seq }) => seq === selected)?.seq ??
    rows.find((_, at) => at + from >= view.scrollTop / view.rowHeight)?.seq;

  // Once it is scrolled, what comes waits until it is back at the top.
  const isAtTop = view.scrollTop < view.rowHeight;
  useEffect(() => {
    setHeldAt((last) => (isAtTop && !isPaused ? null : (last ?? calls[0]?.seq ?? null)));
  }, [isAtTop, isPaused]);
  useEffect(() => {
    if (hasMore && to > count - AHEAD) onMore();
  }, [hasMore, to, count, onMore]);

  const onKeyDown = useRowKeys(scroller, { ...view, count, seqAt: (index) => calls[newer + index]?.seq });

  return (
    <div class="call-list">
      {newer > 0 && !isPaused && (
        <button type="button" class="main newer" onClick={() => scroller.current?.scrollTo({ top: 0 })}>
          {newer} newer, back to the top
        </button>
      )}
      <div class="call-scroller" ref={scroller} tabIndex={0} role="region" aria-label="Calls, the newest first">
        <table aria-rowcount={hasMore ? -1 : count + 1} onKeyDown={onKeyDown}>
          <thead>
            <tr aria-rowindex={1}>
              <Heads columns={COLUMNS} />
            </tr>
          </thead>
          <tbody>
            <Space height={above} />
            {rows.map((call, index) => (
              <CallRow
                key={call.seq}
                call={call}
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

/** Stands for rows that are not drawn. */
const Space = ({ height }: { readonly height: number }): JSX.Element => (
  <tr class="space" aria-hidden="true">
    <td style={{ height: `${height}px` }} />
  </tr>
);
