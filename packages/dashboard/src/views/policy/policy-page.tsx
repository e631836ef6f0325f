import type { PolicyView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { isPolicyView } from '../../api/state-shapes.js';
import { Ago, Moment } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { LoadedView } from '../../parts/loaded-view.js';
import { toCount } from '../../parts/words.js';
import { useLoad } from '../../state/use-load.js';
import { Loosened } from './loosened.js';
import { Values } from './values.js';

const EVERY = 10_000;

/** The configuration that is in force, and where each value comes from. */
export function PolicyPage(): JSX.Element {
  const loaded = useLoad('/policy', isPolicyView, EVERY);
  return (
    <LoadedView loaded={loaded}>
      {(policy) => (
        <div class="stack">
          <State policy={policy} />
          {policy.loosened && (
            <Loosened loosened={policy.loosened} acknowledged={policy.acknowledged} onDone={loaded.reload} />
          )}
          <Values values={policy.values} />
        </div>
      )}
    </LoadedView>
  );
}

function State({
  policy: { path, bases, loadedAt, problems, warnings },
}: {
  readonly policy: PolicyView;
}): JSX.Element {
  const isInForce = problems.length === 0;
  return (
    <section class="panel" aria-labelledby="policy">
      <div class="headline">
        <h1 id="policy">{isInForce ? 'The configuration is in force' : 'The file is not in force'}</h1>
        <span class={`badge ${isInForce ? 'good' : 'bad'}`}>
          {isInForce ? 'valid' : toCount(problems.length, 'problem')}
        </span>
      </div>
      <p class="dim">
        <code>
          <Said text={path} max={400} />
        </code>
        , loaded <Moment at={loadedAt * 1000} />, <Ago at={loadedAt * 1000} /> ago
        {!isInForce && '; what was loaded before still holds'}
      </p>
      <Lines title="Bound by" tone="plain" lines={bases} />
      <Lines title="Problems" tone="bad" lines={problems} />
      <Lines title="Warnings" tone="warn" lines={warnings} />
    </section>
  );
}

interface LinesProps {
  readonly title: string;
  readonly tone: string;
  readonly lines: readonly string[];
}

const MAX_SHOWN = 100;

const Lines = ({ title, tone, lines }: LinesProps): JSX.Element | null =>
  lines.length === 0 ? null : (
    <section class="lines">
      <h2 class="minor">{title}</h2>
      <ul class="concerns">
        {lines.slice(0, MAX_SHOWN).map((line) => (
          <li key={line} class={tone}>
            <p>
              <Said text={line} max={500} />
            </p>
          </li>
        ))}
      </ul>
      {lines.length > MAX_SHOWN && <p class="dim">and {lines.length - MAX_SHOWN} more</p>}
    </section>
  );
