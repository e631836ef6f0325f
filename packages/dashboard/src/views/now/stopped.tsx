import type { CallView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { isCallPage } from '../../api/call-shapes.js';
import { Empty, LoadedView } from '../../parts/loaded-view.js';
import { Moment } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Table, type TableColumn } from '../../parts/table.js';
import { usePage } from '../../state/page.js';
import { formatRoute } from '../../state/route.js';
import { useLoad, type LoadedData } from '../../state/use-load.js';
import { Outcome } from '../calls/outcome.js';

const MAX_SHOWN = 8;
/** Milliseconds after which the list is asked for again, at most. */
const GATHER = 1000;

const COLUMNS: readonly TableColumn[] = ['Time', 'Call', 'Outcome', 'Why'];

/** The calls that were refused or held last, each with the way to what to do about it. */
export function Stopped(): JSX.Element {
  const refused = useStopped('refused');
  const held = useStopped('held');
  const data =
    refused.data &&
    held.data &&
    [...refused.data.calls, ...held.data.calls].toSorted((a, b) => b.seq - a.seq).slice(0, MAX_SHOWN);
  const problem = refused.problem ?? held.problem;
  return (
    <section class="panel" aria-labelledby="stopped">
      <div class="headline">
        <h2 id="stopped">Refused or held last</h2>
        <a class="dim" href={formatRoute('calls')}>
          All calls
        </a>
      </div>
      <LoadedView loaded={{ data, problem, reload: refused.reload }}>
        {(calls) =>
          calls.length === 0 ? (
            <Empty>
              No call was refused or held. If your clients were open when they were moved behind the guard, restart
              them.
            </Empty>
          ) : (
            <Table label="Calls that were refused or held last" columns={COLUMNS}>
              {calls.map((call) => (
                <StoppedRow key={call.seq} call={call} />
              ))}
            </Table>
          )
        }
      </LoadedView>
    </section>
  );
}

/** Asks again when such a call has come. */
function useStopped(outcome: 'refused' | 'held'): LoadedData<{ readonly calls: readonly CallView[] }> {
  const { calls } = usePage();
  const loaded = useLoad(`/calls?outcome=${outcome}&limit=${MAX_SHOWN}`, isCallPage);
  const { reload } = loaded;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (): void => {
      timer = undefined;
      reload();
    };
    const stop = calls.subscribe((come) => {
      if (come.some((call) => call.outcome === outcome)) timer ??= setTimeout(again, GATHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [calls, outcome, reload]);
  return loaded;
}

const StoppedRow = ({ call }: { readonly call: CallView }): JSX.Element => (
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
      <Said text={call.reason ?? ''} max={120} />
    </td>
  </tr>
);
