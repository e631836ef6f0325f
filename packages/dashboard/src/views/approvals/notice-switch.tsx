import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { readNoticeState, switchNotices } from '../../state/notices.js';

/** Notifications of the browser: asked for by a click, and switched off by another. */
export function NoticeSwitch(): JSX.Element | null {
  const [state, setState] = useState(readNoticeState);
  if (state === 'impossible') return null;
  if (state === 'blocked') return <p class="dim">The browser blocks notifications of this page.</p>;
  const change = async (): Promise<void> => setState(await switchNotices(state === 'off'));
  return (
    <label class="check notices">
      <input type="checkbox" role="switch" checked={state === 'on'} onClick={() => void change()} />
      Notify me of calls that wait
    </label>
  );
}
