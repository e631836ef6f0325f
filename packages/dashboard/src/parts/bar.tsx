import type { JSX } from 'preact';

interface BarProps {
  readonly label: string;
  readonly used: number;
  readonly max: number;
}

const NEARLY = 0.8;

/** How much of something is used. */
export const Bar = ({ label, used, max }: BarProps): JSX.Element => (
  <meter
    aria-label={label}
    min={0}
    max={Math.max(max, Number.MIN_VALUE)}
    value={Math.min(used, max)}
    high={max * NEARLY}
    optimum={0}
  />
);
