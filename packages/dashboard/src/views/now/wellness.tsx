import type { Concern, NowView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { Icon } from '../../parts/icon.js';
import { Ago } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Help } from '../../parts/loaded-view.js';
import { toCount } from '../../parts/words.js';
import { formatRoute } from '../../state/route.js';

/** Says that all is well, or what is wrong and what to do about it. */
export function Wellness({ view: { concerns, startedAt, pending } }: { readonly view: NowView }): JSX.Element {
  const isWrong = concerns.some(({ level }) => level === 'wrong');
  const mood = isWrong ? 'bad' : concerns.length + pending > 0 ? 'warn' : 'good';
  return (
    <section class={`panel wellness ${mood}`} aria-labelledby="wellness">
      <div class="headline">
        <Icon name={mood === 'good' ? 'check' : 'shield'} />
        <h1 id="wellness">{toHeadline(concerns, pending)}</h1>
        <p class="dim">
          running for <Ago at={startedAt} />
        </p>
      </div>
      {pending > 0 && (
        <p>
          <a class="button" href={formatRoute('approvals')}>
            {pending === 1 ? 'Decide about it' : 'Decide about them'}
          </a>
        </p>
      )}
      {concerns.length > 0 && (
        <ul class="concerns">
          {concerns.map((concern) => (
            <ConcernRow key={JSON.stringify([concern.what, concern.help])} concern={concern} />
          ))}
        </ul>
      )}
    </section>
  );
}

function toHeadline(concerns: readonly Concern[], pending: number): string {
  if (concerns.length === 0) {
    if (pending === 0) return 'All is well';
    return pending === 1 ? '1 call waits for you' : `${pending} calls wait for you`;
  }
  const wrong = concerns.filter(({ level }) => level === 'wrong').length;
  return wrong > 0
    ? `${toCount(wrong, 'thing')} ${wrong === 1 ? 'is' : 'are'} wrong`
    : `${toCount(concerns.length, 'thing')} to look at`;
}

const ConcernRow = ({ concern: { level, what, help } }: { readonly concern: Concern }): JSX.Element => (
  <li class={level === 'wrong' ? 'bad' : 'warn'}>
    <p>
      <span class={`badge ${level === 'wrong' ? 'bad' : 'warn'}`}>{level === 'wrong' ? 'Error' : 'Warning'}</span>{' '}
      <Said text={what} max={500} />
    </p>
    {help !== null && <Help hint={help} />}
  </li>
);
