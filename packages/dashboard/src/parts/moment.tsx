import type { JSX } from 'preact';
import { useClock } from '../state/use-clock.js';
import { toDuration, toMoment } from './words.js';

/** A point in time. @param at Unix milliseconds */
export const Moment = ({ at }: { readonly at: number }): JSX.Element => (
  <time dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()}>
    {toMoment(at)}
  </time>
);

/** How long ago it was, as it grows. @param at Unix milliseconds */
export function Ago({ at }: { readonly at: number }): JSX.Element {
  const now = useClock();
  return (
    <time dateTime={new Date(at).toISOString()} title={toMoment(at)}>
      {toDuration(now - at)}
    </time>
  );
}

/** How long it still takes, as it shrinks. @param at Unix milliseconds */
export function Left({ at }: { readonly at: number }): JSX.Element {
  const now = useClock();
  return (
    <time dateTime={new Date(at).toISOString()} title={toMoment(at)}>
      {at > now ? `in ${toDuration(at - now)}` : `${toDuration(now - at)} ago`}
    </time>
  );
}
