import type { Second } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';

interface ChartProps {
  /** Oldest first. */
  readonly seconds: readonly Second[];
  /** In words, for those who do not see it. */
  readonly label: string;
}

const HEIGHT = 180;

/** Calls and refusals in each second. */
export function Chart({ seconds, label }: ChartProps): JSX.Element {
  const theme = useStore(usePage().theme);
  const place = useRef<HTMLDivElement>(null);
  const calls = useRef<HTMLElement>(null);
  const refused = useRef<HTMLElement>(null);
  const grid = useRef<HTMLElement>(null);
  const plot = useRef<uPlot | null>(null);

  useEffect(() => {
    const at = place.current;
    if (!at) return undefined;
    const draw = (): void => {
      plot.current?.destroy();
      const colours = { calls: colourOf(calls), refused: colourOf(refused), grid: colourOf(grid) };
      plot.current = new uPlot(toOptions(at.clientWidth, colours), toData(seconds), at);
    };
    draw();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: at.clientWidth, height: HEIGHT }));
    resized.observe(at);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      scheme.removeEventListener('change', draw);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [theme]);

  useEffect(() => plot.current?.setData(toData(seconds)), [seconds]);

  return (
    <figure>
      <div class="chart" ref={place} role="img" aria-label={label} />
      <figcaption>
        <span class="key accent" ref={calls}>
          calls
        </span>{' '}
        <span class="key bad" ref={refused}>
          refused
        </span>{' '}
        <span class="dim" ref={grid}>
          per second
        </span>
      </figcaption>
    </figure>
  );
}

const colourOf = ({ current }: { readonly current: HTMLElement | null }): string =>
  current ? getComputedStyle(current).color : 'gray';

const toData = (seconds: readonly Second[]): uPlot.AlignedData => [
  seconds.map(({ at }) => at),
  seconds.map((second) => second.calls),
  seconds.map((second) => second.refused),
];

interface Colours {
  readonly calls: string;
  readonly refused: string;
  readonly grid: string;
}

function toOptions(width: number, { calls, refused, grid }: Colours): uPlot.Options {
  const axis = { stroke: grid, grid: { stroke: grid, width: 0.15 }, ticks: { show: false }, font: '11px system-ui' };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 5 } },
    scales: { x: { time: true }, y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
    axes: [
      { ...axis, values: (_, splits) => splits.map(toTime), incrs: [60], space: 40, size: 26 },
      { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
    ],
    series: [
      {},
      { label: 'calls', stroke: calls, width: 1.5, fill: withAlpha(calls), points: { show: false } },
      { label: 'refused', stroke: refused, width: 1.5, fill: withAlpha(refused), points: { show: false } },
    ],
  };
}

/** `rgb(1, 2, 3)` as computed styles have it. */
const withAlpha = (colour: string): string => colour.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.15)');

const TIME = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'short' });
const toTime = (at: number): string => TIME.format(at * 1000);
