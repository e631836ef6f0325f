import type { JSX } from 'preact';
import { Said } from '../parts/said.js';
import { usePage } from '../state/page.js';
import { useStore } from '../state/store.js';
import { useClock } from '../state/use-clock.js';

/** Says that the daemon is gone, and when the page tries again. */
export function LinkBanner(): JSX.Element | null {
  const page = usePage();
  const link = useStore(page.link);
  const now = useClock();
  if (link.state !== 'offline') return null;
  const seconds = Math.max(0, Math.ceil((link.retryAt - now) / 1000));
  return (
    <div class="banner bad" role="alert">
      <p>
        <strong>Not connected:</strong> <Said text={link.why} />. What you see is from before. Start the daemon with{' '}
        <code>mcp-guard start -d</code>.
      </p>
      <button type="button" onClick={page.retry}>
        Try now{seconds > 0 && <span aria-hidden="true"> ({seconds} s)</span>}
      </button>
    </div>
  );
}

/** Says why nothing can be decided here. */
export function ReadOnlyBanner(): JSX.Element | null {
  const signIn = useStore(usePage().signIn);
  if (signIn.state !== 'in' || signIn.page.readOnly === null) return null;
  return (
    <div class="banner quiet" role="note">
      <p>
        <strong>Read only.</strong> <Said text={signIn.page.readOnly} />
      </p>
    </div>
  );
}
