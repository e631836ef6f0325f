import { toSignedEdit, type EditView, type EditWish } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { isEditView } from '../../api/state-shapes.js';
import { ProblemNote } from '../../parts/loaded-view.js';
import { Said } from '../../parts/said.js';
import { readOnlyReason, usePage, type Page } from '../../state/page.js';
import { insistOnUser, signText, type Signing } from '../../state/sign-text.js';
import { useStore } from '../../state/store.js';
import { EditDialog } from './edit-dialog.js';

/** A view edits the configuration with this. */
export interface Edits {
  /** An edit can be sent from this page now. */
  readonly canEdit: boolean;
  /**
   * Sends a wish. What allows no more is written at once, unless it is to be shown before; what allows more is shown,
   * and needs a decision.
   */
  readonly send: (wish: EditWish, isLook?: boolean) => void;
  /** The outcome of the last one, or the question about it. */
  readonly outcome: JSX.Element;
}

interface ShownEdit {
  readonly state: 'shown';
  readonly wish: EditWish;
  readonly view: EditView;
}

type Outcome =
  | { readonly state: 'none' | 'busy' }
  | ShownEdit
  | { readonly state: 'done'; readonly view: EditView }
  | { readonly state: 'failed'; readonly problem: ApiError };

/** @param onWritten the rules have changed */
export function useEdits(onWritten: () => void): Edits {
  const page = usePage();
  const link = useStore(page.link);
  const isReadOnly = readOnlyReason(useStore(page.signIn)) !== null;
  const [outcome, setOutcome] = useState<Outcome>({ state: 'none' });

  const settle = (view: EditView): void => {
    setOutcome({ state: 'done', view });
    page.announced.set(view.words);
    onWritten();
  };
  const send = async (wish: EditWish, isLook: boolean): Promise<void> => {
    setOutcome({ state: 'busy' });
    try {
      const view = await post(page, { wish, isLook });
      if (view.state === 'shown') setOutcome({ state: 'shown', wish, view });
      else settle(view);
    } catch (thrown) {
      setOutcome({ state: 'failed', problem: ApiError.from(thrown) });
    }
  };
  const confirmShown = async ({ wish, view }: ShownEdit, signing: Signing): Promise<void> => {
    try {
      settle(await post(page, { wish, shown: view }, signing));
    } catch (thrown) {
      // The file may have changed: the question goes on with the edit as it would be written now.
      const now = await post(page, { wish, isLook: true });
      if (now.state !== 'shown') return settle(now);
      setOutcome((last) => (last.state === 'shown' ? { state: 'shown', wish, view: now } : last));
      throw thrown;
    }
  };
  return {
    canEdit: !isReadOnly && link.state === 'live' && outcome.state !== 'busy',
    send: (wish, isLook = false) => void send(wish, isLook),
    outcome: (
      <div class="edit-outcome" role="status">
        {outcome.state === 'busy' && <p class="dim">Writing…</p>}
        {outcome.state === 'failed' && <ProblemNote problem={outcome.problem} />}
        {outcome.state === 'done' && <Done view={outcome.view} />}
        {outcome.state === 'shown' && (
          <EditDialog
            shown={outcome.view}
            onClose={() => setOutcome((last) => (last.state === 'shown' ? { state: 'none' } : last))}
            onConfirm={async (signing) => confirmShown(outcome, signing)}
          />
        )}
      </div>
    ),
  };
}

const Done = ({ view: { state, words, notes } }: { readonly view: EditView }): JSX.Element => (
  <p class={state === 'written' ? 'good' : 'dim'}>
    <Said text={[words, ...notes].join('; ')} max={500} />
  </p>
);

interface Sent {
  readonly wish: EditWish;
  readonly isLook?: boolean;
  /** As a person has seen it. */
  readonly shown?: EditView;
}

/** Throws an `ApiError`. */
async function post(page: Page, { wish, isLook = false, shown }: Sent, signing: Signing = {}): Promise<EditView> {
  const edit = { print: shown?.print ?? null, by: insistOnUser(page), at: Date.now() };
  const loosens = (shown?.loosens.length ?? 0) > 0;
  const signature = loosens ? await signText(page, toSignedEdit(edit), signing) : null;
  return page.api.post('/edits', isEditView, { ...edit, wish, isLook, signature });
}
