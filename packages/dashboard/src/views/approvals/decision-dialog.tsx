import type { ApprovalDetail, Decision } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { Dialog } from '../../parts/dialog.js';
import { ProblemNote } from '../../parts/loaded-view.js';
import { Passphrase } from '../../parts/passphrase.js';
import { Whole } from '../../parts/whole.js';
import { toCount } from '../../parts/words.js';
import { usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';
import { decide, type Outcomes } from './decide.js';
import { StandingFields } from './standing-fields.js';
import { isDecidable, toPrice } from './approval-states.js';
import { DEFAULT_WISH, findFault } from './wish.js';

export type Action = 'approve' | 'approve-similar' | 'deny' | 'revoke';

/** A decision that needs more than a click. */
export interface Question {
  /** As they were shown; one for `approve-similar` and `revoke`. */
  readonly details: readonly ApprovalDetail[];
  readonly action: Action;
  /** The reason that was typed. */
  readonly why?: string;
}

interface DecisionDialogProps extends Question {
  readonly onClose: () => void;
  readonly onDecided: (outcomes: Outcomes) => void;
}

const WORDS: Readonly<Record<Action, readonly [title: string, button: string]>> = {
  approve: ['Approve', 'Approve'],
  'approve-similar': ['Approve this call and calls like it', 'Approve'],
  deny: ['Deny', 'Deny'],
  revoke: ['Take this decision back', 'Take back'],
};

const MAX_REASON = 500;

/** Asks for what a decision needs: the passphrase, which calls are alike, a reason. It then sends the decision. */
export function DecisionDialog({ details, action, why, onClose, onDecided }: DecisionDialogProps): JSX.Element {
  const page = usePage();
  const signIn = useStore(page.signIn);
  const [wish, setWish] = useState(DEFAULT_WISH);
  const [isPreviewed, setPreviewed] = useState(false);
  const [reason, setReason] = useState(why ?? '');
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<ApiError>();
  const [detail] = details;
  const [title, button] = WORDS[action];
  const decision = toDecision(action, wish, reason);
  const isOpen = details.some(({ approval }) => isDecidable(decision.kind, approval));
  const needsPassphrase = signIn.state === 'in' && signIn.page.key !== null;
  const isReady = action !== 'approve-similar' || (findFault(wish) === null && isPreviewed);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const passphrase = new FormData(event.currentTarget).get('passphrase');
    setProgress(0);
    setProblem(undefined);
    try {
      const given = typeof passphrase === 'string' ? passphrase : '';
      const approvals = details.map(({ approval }) => approval);
      onDecided(await decide(page, { approvals, decision, passphrase: given, onProgress: setProgress }));
      onClose();
    } catch (thrown) {
      setProblem(ApiError.from(thrown));
      setProgress(null);
    }
  };

  return (
    <Dialog title={details.length > 1 ? `${title} ${toCount(details.length, 'call')}?` : `${title}?`} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <CallLines details={details} />
        {detail && action === 'approve-similar' && (
          <StandingFields detail={detail} wish={wish} onWish={setWish} onPreviewed={setPreviewed} />
        )}
        {decision.kind !== 'approve' && <Reason reaches={action === 'deny'} reason={reason} onChange={setReason} />}
        {needsPassphrase && <Passphrase progress={progress} />}
        {problem && <ProblemNote problem={problem} />}
        {!isOpen && progress === null && <p class="warn">This was decided meanwhile, or has expired.</p>}
        <div class="row end">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="main" disabled={!isReady || !isOpen || progress !== null}>
            {progress === null ? button : 'Sending…'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function toDecision(action: Action, wish: typeof DEFAULT_WISH, why: string): Decision {
  if (action === 'approve') return { kind: 'approve', standing: null };
  if (action === 'approve-similar') return { kind: 'approve', standing: wish };
  return { kind: action, why: why.trim() || null };
}

const CallLines = ({ details }: Pick<Question, 'details'>): JSX.Element => (
  <ul class="plain-list">
    {details.map(({ approval }) => {
      const price = toPrice(approval);
      return (
        <li key={approval.id}>
          <b>
            <Whole text={approval.tool} />
          </b>{' '}
          at{' '}
          <b>
            <Whole text={approval.server} />
          </b>{' '}
          for <Whole text={approval.actor} />
          {price !== null && (
            <>
              , <b>{price}</b>
            </>
          )}
        </li>
      );
    })}
  </ul>
);

interface ReasonProps {
  /** The client gets to read it. */
  readonly reaches: boolean;
  readonly reason: string;
  readonly onChange: (text: string) => void;
}

const Reason = ({ reaches, reason, onChange }: ReasonProps): JSX.Element => (
  <label>
    {reaches ? 'Reason, which the agent gets to read (optional)' : 'Reason (optional)'}
    <textarea
      rows={3}
      maxLength={MAX_REASON}
      value={reason}
      onInput={({ currentTarget }) => onChange(currentTarget.value)}
    />
  </label>
);
