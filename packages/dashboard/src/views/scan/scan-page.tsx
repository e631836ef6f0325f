import type { ScanFinding, ScanView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { isNothing } from '../../api/now-shapes.js';
import { isScanView } from '../../api/state-shapes.js';
import { Ago } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Empty, Help, LoadedView, ProblemNote } from '../../parts/loaded-view.js';
import { toCount } from '../../parts/words.js';
import { readOnlyReason, usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';
import { useLoad } from '../../state/use-load.js';
import { bySeverity, toneOf } from './severity.js';

const EVERY = 2000;
const MAX_SHOWN = 300;
const ACCEPT = 'mcp-guard scan --accept';
const SHOW_ALL = 'mcp-guard scan --all';

/** Shows what is wrong in the files of clients and in the configuration, and how it is fixed. */
export function ScanPage(): JSX.Element {
  const page = usePage();
  const refusal = readOnlyReason(useStore(page.signIn));
  const loaded = useLoad('/scan', isScanView, EVERY);
  const [problem, setProblem] = useState<ApiError>();

  const run = async (): Promise<void> => {
    setProblem(undefined);
    try {
      await page.api.post('/scan', isNothing, {});
      page.announced.set('The scan has started.');
      loaded.reload();
    } catch (thrown) {
      setProblem(ApiError.from(thrown));
    }
  };

  const state = loaded.data?.state;
  const isAllowed = refusal === null;
  const hasRun = useRef(false);
  useEffect(() => {
    if (hasRun.current || state === undefined || !isAllowed) return;
    hasRun.current = true; // once for each time that it is opened: files and what is accepted change meanwhile
    void run();
  }, [state, isAllowed]);
  return (
    <section class="panel" aria-labelledby="scan">
      <div class="headline">
        <h1 id="scan">Scan</h1>
        <button
          type="button"
          class="run"
          disabled={!isAllowed || state === 'running' || state === undefined}
          onClick={() => void run()}
        >
          {state === 'running' ? 'Running…' : state === 'never' ? 'Run it' : 'Run again'}
        </button>
      </div>
      {refusal !== null && (
        <p class="dim">
          It cannot be run from here: <Said text={refusal} max={300} />
        </p>
      )}
      {problem && <ProblemNote problem={problem} />}
      <LoadedView loaded={loaded}>{(scan) => <Result scan={scan} />}</LoadedView>
    </section>
  );
}

function Result({ scan }: { readonly scan: ScanView }): JSX.Element {
  const { state, at, findings, files, problem } = scan;
  if (state === 'never')
    return <Empty>It has not run yet. It reads the files of your clients and changes nothing.</Empty>;
  return (
    <>
      <p class="dim" role="status">
        {state === 'running' && 'Running… '}
        {toCount(files, 'file')} read
        {at !== null && (
          <>
            , <Ago at={at} /> ago
          </>
        )}
      </p>
      {problem !== null && (
        <p class="bad">
          <Said text={problem} max={500} />
        </p>
      )}
      <Baseline scan={scan} />
      {state === 'done' && findings.length === 0 && <Empty>Nothing {scan.accepted > 0 && 'else '}was found.</Empty>}
      <ul class="concerns">
        {bySeverity(findings)
          .slice(0, MAX_SHOWN)
          .map((finding, index) => (
            <FindingRow key={`${finding.rule} ${finding.place} ${index}`} finding={finding} />
          ))}
      </ul>
      {findings.length > MAX_SHOWN && <p class="dim">and {findings.length - MAX_SHOWN} more</p>}
    </>
  );
}

/** Says what a person accepts, and how findings are accepted. */
const Baseline = ({ scan: { findings, accepted, baselineProblem } }: { readonly scan: ScanView }): JSX.Element => (
  <>
    {baselineProblem !== null && (
      <div class="warn">
        <Help hint={{ words: `${baselineProblem}; remove that file, then:`, command: ACCEPT }} />
      </div>
    )}
    {accepted > 0 && (
      <div class="dim">
        <Help hint={{ words: `${accepted.toLocaleString('en')} accepted; this shows them:`, command: SHOW_ALL }} />
      </div>
    )}
    {findings.length > 0 && baselineProblem === null && (
      <div class="dim">
        <Help hint={{ words: 'Findings that have to stay can be accepted at a terminal:', command: ACCEPT }} />
      </div>
    )}
  </>
);

const FindingRow = ({
  finding: { rule, severity, place, what, fix },
}: {
  readonly finding: ScanFinding;
}): JSX.Element => (
  <li class={toneOf(severity)}>
    <p>
      <span class={`badge ${toneOf(severity)}`}>
        <Said text={severity} max={20} />
      </span>{' '}
      <Said text={what} max={500} />
    </p>
    <p class="dim">
      <code>
        <Said text={place} max={300} />
      </code>{' '}
      <Said text={rule} max={60} />
    </p>
    <Help hint={fix} />
  </li>
);
