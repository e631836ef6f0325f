import type { ApprovalView, CallOutcome, CallView } from '@mcp-guard/core/page';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { isApprovals } from '../../api/approval-shapes.js';
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
  const decided = useDecided(outcomes.includes('held'));
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
              <CallLine key={call.seq} call={call} reason={toReason(call, decided)} />
            ))}
          </Table>
        )
      }
    </LoadedView>
  );
}

const NO_APPROVALS: readonly ApprovalView[] = [];

/** The approvals that there are and were, as they change. */
function useDecided(isWanted: boolean): readonly ApprovalView[] {
  const { approvals } = usePage();
  const { data, reload } = useLoad(`/approvals?decided=${isWanted}`, isApprovals);
  useEffect(() => approvals.subscribe(reload), [approvals, reload]);
  return data ?? NO_APPROVALS;
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

const ENDS: Readonly<Record<ApprovalView['state'], string>> = {
  pending: 'It waits for your decision',
  approved: 'Approved; the call is sent when it comes again.',
  standing: 'Approved, together with calls like it.',
  denied: 'Denied.',
  used: 'Approved and sent.',
  expired: 'It expired without a decision.',
  withdrawn: 'The decision is no longer needed.',
  revoked: 'The decision was taken back.',
};

/** Says what became of a held call since then. */
function toReason({ approval, reason }: CallView, approvals: readonly ApprovalView[]): string {
  const found = approval === null ? undefined : approvals.find(({ id }) => id === approval);
  if (!found) return reason ?? '';
  const { state, reasons } = found;
  return state === 'pending' ? [ENDS.pending, ...reasons.slice(0, 1).map(({ why }) => why)].join(': ') : ENDS[state];
}

const CallLine = ({ call, reason }: { readonly call: CallView; readonly reason: string }): JSX.Element => (
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
        <Said text={reason} max={120} />
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
      <Said text={reason} max={120} />
    </td>
  </tr>
);
