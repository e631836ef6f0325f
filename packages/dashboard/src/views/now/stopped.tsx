import type { JSX } from 'preact';
import { Empty } from '../../parts/loaded-view.js';
import { formatRoute } from '../../state/route.js';
import { LastCalls } from '../calls/last-calls.js';

const MAX_SHOWN = 8;

/** The calls that were refused or held last. */
export const Stopped = (): JSX.Element => (
  <section class="panel" aria-labelledby="stopped">
    <div class="headline">
      <h2 id="stopped">Refused or held last</h2>
      <a class="dim" href={formatRoute('calls')}>
        All calls
      </a>
    </div>
    <LastCalls label="Calls that were refused or held last" outcomes={['refused', 'held']} max={MAX_SHOWN}>
      <Empty>
        No call was refused or held. If your clients were open when they were moved behind the guard, restart them.
      </Empty>
    </LastCalls>
  </section>
);
