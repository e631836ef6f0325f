import type { PolicyView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { isNothing } from '../../api/now-shapes.js';
import { Moment } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { ProblemNote } from '../../parts/loaded-view.js';
import { readOnlyReason, usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';

interface LoosenedProps {
  readonly loosened: NonNullable<PolicyView['loosened']>;
  readonly acknowledged: PolicyView['acknowledged'];
  readonly onDone: () => void;
}

/** Shows what the last reload allows that was not allowed before, until a person says that it was meant. */
export function Loosened({ loosened: { at, changes }, acknowledged, onDone }: LoosenedProps): JSX.Element {
  const page = usePage();
  const refusal = readOnlyReason(useStore(page.signIn));
  const [problem, setProblem] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);

  const acknowledge = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await page.api.post('/policy/acknowledge', isNothing, { at });
      page.announced.set('Noted.');
      onDone();
    } catch (thrown) {
      setProblem(ApiError.from(thrown));
    }
    setBusy(false);
  };

  return (
    <section class="panel" aria-labelledby="loosened">
      <div class="headline">
        <h2 id="loosened">A reload has loosened it</h2>
        <span class={`badge ${acknowledged ? '' : 'warn'}`}>{acknowledged ? 'seen' : 'Warning'}</span>
      </div>
      <p class="dim">
        <Moment at={at * 1000} />
      </p>
      <ul class="concerns">
        {changes.map((change) => (
          <li key={change} class={acknowledged ? 'dim' : 'warn'}>
            <p>
              <Said text={change} max={500} />
            </p>
          </li>
        ))}
      </ul>
      {problem && <ProblemNote problem={problem} />}
      <p class="row lines">
        {acknowledged ? (
          <span class="dim">
            Seen by <Said text={acknowledged.by} max={128} /> at <Moment at={acknowledged.at * 1000} />
          </span>
        ) : (
          <button type="button" class="main" disabled={refusal !== null || isBusy} onClick={() => void acknowledge()}>
            I have seen this
          </button>
        )}
        {!acknowledged && refusal !== null && (
          <span class="dim">
            <Said text={refusal} max={300} />
          </span>
        )}
      </p>
    </section>
  );
}
