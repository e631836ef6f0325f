import { toSignedRelease, type HaltStatus } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isHalt } from '../api/now-shapes.js';
import { AskDialog, textOf } from '../parts/ask-dialog.js';
import { Icon } from '../parts/icon.js';
import { Ago, Moment } from '../parts/moment.js';
import { Passphrase } from '../parts/passphrase.js';
import { Said } from '../parts/said.js';
import { readOnlyReason, usePage, type Page } from '../state/page.js';
import { formatRoute } from '../state/route.js';
import { insistOnUser, signText } from '../state/sign-text.js';
import { useStore } from '../state/store.js';

const MAX_REASON = 500;
const REFUSED = formatRoute('calls', null, new URLSearchParams({ outcome: 'refused' }));

/** Halts all calls; not shown where the page decides nothing, or while they are halted. */
export function HaltButton(): JSX.Element | null {
  const page = usePage();
  const isReadOnly = readOnlyReason(useStore(page.signIn)) !== null;
  const now = useStore(page.now);
  const [isOpen, setOpen] = useState(false);
  if (isReadOnly || !now || now.halt) return null;
  return (
    <>
      <button type="button" class="danger" onClick={() => setOpen(true)}>
        <Icon name="halt" />
        Halt
      </button>
      {isOpen && <HaltDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** Says that all calls are halted, since when and why, and leads to the release. */
export function HaltBanner(): JSX.Element | null {
  const page = usePage();
  const isReadOnly = readOnlyReason(useStore(page.signIn)) !== null;
  const halt = useStore(page.now)?.halt ?? null;
  const [isOpen, setOpen] = useState(false);
  if (!halt) return null;
  const { at, by, reason, problem } = halt;
  return (
    <div class="banner bad" role="alert">
      <p>
        <strong>All calls are halted</strong> since <Moment at={at} />, by <Said text={by} max={300} />
        {reason !== null && (
          <>
            : <Said text={reason} max={MAX_REASON} />
          </>
        )}
        {problem !== null && (
          <>
            ; <Said text={problem} max={300} />
          </>
        )}
      </p>
      <a class="button" href={REFUSED}>
        What was refused
      </a>
      {!isReadOnly && (
        <button type="button" onClick={() => setOpen(true)}>
          Release…
        </button>
      )}
      {isOpen && <ReleaseDialog halt={halt} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** At once; the next event says the same. */
const show = ({ now }: Page, halt: HaltStatus | null): void => now.set(now.value && { ...now.value, halt });

function HaltDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const page = usePage();
  const halt = async (form: FormData): Promise<void> => {
    const reason = textOf(form, 'reason').trim() || null;
    show(page, await page.api.post('/halt', isHalt, { reason, ends: form.get('ends') !== null }));
    page.announced.set('All calls are halted.');
  };
  return (
    <AskDialog title="Halt all calls?" button="Halt all calls" send={halt} onClose={onClose}>
      {() => (
        <>
          <p>Every call is refused, also after a stop or a reboot, until you release them.</p>
          <label>
            Reason, for the record (optional)
            <input name="reason" maxLength={MAX_REASON} autocomplete="off" />
          </label>
          <label class="check">
            <input type="checkbox" name="ends" /> End all sessions and servers, too
          </label>
        </>
      )}
    </AskDialog>
  );
}

function ReleaseDialog({ halt, onClose }: { readonly halt: HaltStatus; readonly onClose: () => void }): JSX.Element {
  const page = usePage();
  const signIn = useStore(page.signIn);
  const needsPassphrase = signIn.state === 'in' && signIn.page.key !== null;
  const release = async (form: FormData, onProgress: (done: number) => void): Promise<void> => {
    const released = { halt: halt.at, by: insistOnUser(page), at: Date.now() };
    const passphrase = textOf(form, 'passphrase');
    const signature = await signText(page, toSignedRelease(released), { passphrase, onProgress });
    await page.api.post('/release', isHalt, { ...released, signature });
    show(page, null);
    page.announced.set('Calls pass again.');
  };
  return (
    <AskDialog title="Let calls pass again?" button="Release" send={release} onClose={onClose}>
      {(progress) => (
        <>
          <p>
            Halted for <Ago at={halt.at} />, by <Said text={halt.by} max={300} />.
          </p>
          {needsPassphrase && <Passphrase progress={progress} />}
        </>
      )}
    </AskDialog>
  );
}
