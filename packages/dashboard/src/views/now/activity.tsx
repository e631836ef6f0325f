import type { NowView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { toLatency } from '../../parts/words.js';
import { Chart } from './chart.js';

/** How much goes through, and how long it takes. */
export function Activity({ view: { seconds, latency } }: { readonly view: NowView }): JSX.Element {
  const calls = sum(seconds.map((second) => second.calls));
  const refused = sum(seconds.map((second) => second.refused));
  const held = sum(seconds.map((second) => second.held));
  return (
    <section class="panel activity" aria-labelledby="activity">
      <h2 id="activity">The last five minutes</h2>
      <dl class="figures">
        <Figure name="calls" value={calls.toLocaleString('en')} tone="accent" />
        <Figure name="refused" value={refused.toLocaleString('en')} tone={refused > 0 ? 'bad' : ''} />
        <Figure name="held" value={held.toLocaleString('en')} tone={held > 0 ? 'warn' : ''} />
        <Figure name="guard adds, median" value={toLatency(latency.guard.p50)} />
      </dl>
      <Chart seconds={seconds} label={`${calls} calls and ${refused} refusals in the last five minutes`} />
    </section>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly tone?: string;
}

const Figure = ({ name, value, tone = '' }: FigureProps): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd class={tone}>{value}</dd>
  </div>
);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
