import { safe, type ApprovalDetail, type StandingPreview, type StandingWish } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { isPreview } from '../../api/approval-shapes.js';
import { showLookAlikes } from '../../parts/look-alikes.js';
import { ProblemNote } from '../../parts/loaded-view.js';
import { Whole } from '../../parts/whole.js';
import { toCount } from '../../parts/words.js';
import { usePage } from '../../state/page.js';
import { findFault, MAX_SAME, MAX_USES, SPANS, toPreviewPath } from './wish.js';

interface StandingFieldsProps {
  readonly detail: ApprovalDetail;
  readonly wish: StandingWish;
  readonly onWish: (wish: StandingWish) => void;
  /** The current wish has been shown. */
  readonly onPreviewed: (isShown: boolean) => void;
}

/** For how long, how often and for which calls; and what that would admit. */
export function StandingFields({ detail, wish, onWish, onPreviewed }: StandingFieldsProps): JSX.Element {
  const { approval } = detail;
  return (
    <>
      <div class="row halves">
        <label>
          For
          <select
            value={String(wish.for)}
            onChange={({ currentTarget }) => onWish({ ...wish, for: Number(currentTarget.value) })}
          >
            {SPANS.map(([seconds, words]) => (
              <option key={seconds} value={String(seconds)}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          Calls at most
          <input
            type="number"
            min={1}
            max={MAX_USES}
            value={String(wish.maxUses)}
            onInput={({ currentTarget }) => onWish({ ...wish, maxUses: currentTarget.valueAsNumber })}
          />
        </label>
      </div>
      <SameFields detail={detail} wish={wish} onWish={onWish} />
      <Preview id={approval.id} wish={wish} onPreviewed={onPreviewed} />
    </>
  );
}

function SameFields({ detail, wish, onWish }: Omit<StandingFieldsProps, 'onPreviewed'>): JSX.Element {
  const pointers = detail.arguments.map(({ pointer }) => pointer).slice(0, MAX_SAME);
  const same = wish.same;
  const toggle = (pointer: string, isSame: boolean): void =>
    onWish({ ...wish, same: pointers.filter((each) => (each === pointer ? isSame : same?.includes(each))) });
  return (
    <fieldset>
      <legend>Which arguments must be as in this call</legend>
      <label class="check">
        <input type="radio" name="same" checked={same === null} onChange={() => onWish({ ...wish, same: null })} />
        All, but for the amount
      </label>
      <label class="check">
        <input
          type="radio"
          name="same"
          checked={same !== null}
          disabled={pointers.length === 0}
          onChange={() => onWish({ ...wish, same: [] })}
        />
        Only these; the others may be anything
      </label>
      {same !== null && (
        <div class="pointers">
          {detail.arguments.slice(0, MAX_SAME).map(({ pointer, value }) => (
            <label key={pointer} class="check">
              <input
                type="checkbox"
                checked={same.includes(pointer)}
                onChange={({ currentTarget }) => toggle(pointer, currentTarget.checked)}
              />
              <span>
                <code>
                  <bdi>{showLookAlikes(safe(pointer, 120))}</bdi>
                </code>{' '}
                <span class="dim">
                  <bdi>{showLookAlikes(safe(value, 80))}</bdi>
                </span>
              </span>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}

interface PreviewProps extends Pick<StandingFieldsProps, 'wish' | 'onPreviewed'> {
  readonly id: string;
}

const WAIT = 250;

/** In the words of the daemon, which decides by the same. */
function Preview({ id, wish, onPreviewed }: PreviewProps): JSX.Element {
  const { api } = usePage();
  const [shown, setShown] = useState<{ path: string; preview?: StandingPreview; problem?: ApiError }>();
  const fault = findFault(wish);
  const path = toPreviewPath(id, wish);

  useEffect(() => {
    onPreviewed(false);
    if (fault !== null) return undefined;
    const aborted = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const preview = await api.get(path, isPreview, aborted.signal);
        if (aborted.signal.aborted) return;
        setShown({ path, preview });
        onPreviewed(true);
      } catch (thrown) {
        if (!aborted.signal.aborted) setShown({ path, problem: ApiError.from(thrown) });
      }
    };
    const timer = setTimeout(() => void ask(), WAIT);
    return () => {
      clearTimeout(timer);
      aborted.abort();
    };
  }, [api, path, fault, onPreviewed]);

  if (fault !== null) return <p class="warn">{fault}</p>;
  const current = shown?.path === path ? shown : undefined;
  if (current?.problem) return <ProblemNote problem={current.problem} />;
  return (
    <div class="preview" role="status">
      {current?.preview ? (
        <>
          <p>
            This will admit <Whole text={current.preview.admits} />.
          </p>
          {current.preview.past > 0 && (
            <p class="dim">
              It would have covered {current.preview.matches} of {toCount(current.preview.past, 'held call')} of this
              tool.
            </p>
          )}
        </>
      ) : (
        <p class="dim">What this will admit…</p>
      )}
    </div>
  );
}
