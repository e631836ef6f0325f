import type { CallOutcome, CallView } from '@mcp-guard/core/page';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { isCallPage } from '../../api/call-shapes.js';
import { LoadedView } from '../../parts/loaded-view.js';
import { Moment } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Table, type TableColumn } from '../../parts/table.js';
import { usePage } from '../../state/page.js';
import { formatRoute } from '../../state/route.js';
import { useLoad, type LoadedData } from '../../state/use-load.js';
import { Outcome } from './outcome.js';

/** Milliseconds after which the list is asked for again, at most. */
const GATHER = 1000;

const COLUMNS: readonly TableColumn[] = ['Time', 'Call', 'Outcome', ['Why', 'because']];

interface LastCallsProps {
  readonly label: string;
  readonly outcomes: readonly [CallOutcome, CallOutcome];
  /** Only calls of this server. */
  readonly server?: string;
  readonly max: number;
  /** Shown where there is none. */
  readonly children: ComponentChildren;
}

/** The last calls with these outcomes, each with the way to what to do about it. */
export function LastCalls({ label, outcomes, server, max, children }: LastCallsProps): JSX.Element {
  const [first, second] = [useLast(outcomes[0], server, max), useLast(outcomes[1], server, max)];
  const data =
    first.data &&
    second.data &&
    [...first.data.calls, ...second.data.calls].toSorted((a, b) => b.seq - a.seq).slice(0, max);
  return (
    <LoadedView loaded={{ data, problem: first.problem ?? second.problem, reload: first.reload }}>
      {(calls) =>
        calls.length === 0 ? (
          children
        ) : (
          <Table label={label} kind="last-calls" columns={COLUMNS}>
            {calls.map((call) => (
              <CallLine key={call.seq} call={call} />
            ))}
          </Table>
        )
      }
    </LoadedView>
  );
}

/** Asks again when such a call has come. */
function useLast(
  outcome: CallOutcome,
  server: string | undefined,
  max: number,
): LoadedData<{ readonly calls: readonly CallView[] }> {
  const { calls } = usePage();
  const query = new URLSearchParams({ outcome, limit: String(max), ...(server !== undefined && { server }) });
  const loaded = useLoad(`/calls?${query.toString()}`, isCallPage);
  const { reload } = loaded;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (): void => {
      timer = undefined;
      reload();
    };
    const stop = calls.subscribe((come) => {
      if (come.some((call) => call.outcome === outcome && (server === undefined || call.server === server)))
        timer ??= setTimeout(again, GATHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [calls, outcome, server, reload]);
  return loaded;
}

/** A held call has words for its agent on record. */
const toReason = ({ outcome, reason }: CallView): string =>
  outcome === 'held' ? 'It was held for your decision.' : (reason ?? '');

const CallLine = ({ call }: { readonly call: CallView }): JSX.Element => (
  <tr>
    <td>
      <Moment at={call.at} />
    </td>
    <th scope="row">
      <a href={formatRoute('calls', String(call.seq))}>
        <Said text={call.target ?? call.method ?? '–'} max={80} />
      </a>
      <small>
        <Said text={[call.server, call.client].filter((each) => each !== null).join(', ')} max={120} />
      </small>
      <small class="beneath">
        <Said text={toReason(call)} max={120} />
      </small>
    </th>
    <td>
      {call.approval === null ? (
        <Outcome outcome={call.outcome} />
      ) : (
        <a href={formatRoute('approvals', call.approval)}>
          <Outcome outcome={call.outcome} />
        </a>
      )}
    </td>
    <td class="because">
      <Said text={toReason(call)} max={120} />
    </td>
  </tr>
);
