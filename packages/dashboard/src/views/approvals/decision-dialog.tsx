import type { ApprovalDetail, ApprovalView, Decision } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { Dialog } from '../../parts/dialog.js';
import { ProblemNote } from '../../parts/loaded-view.js';
import { Passphrase } from '../../parts/passphrase.js';
import { Said } from '../../parts/said.js';
import { Whole } from '../../parts/whole.js';
import { usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';
import { decide } from './decide.js';
import { StandingFields } from './standing-fields.js';
import { isDecidable, toPrice } from './approval-states.js';
import { DEFAULT_WISH, findFault } from './wish.js';

export type Action = 'approve' | 'approve-similar' | 'deny' | 'revoke';

interface DecisionDialogProps {
  readonly detail: ApprovalDetail;
  readonly action: Action;
  readonly onClose: () => void;
}

const WORDS: Readonly<Record<Action, readonly [title: string, button: string, done: string]>> = {
  approve: ['Approve this call once?', 'Approve', 'Approved.'],
  'approve-similar': ['Approve this call and calls like it?', 'Approve', 'Approved, with calls like it.'],
  deny: ['Deny this call?', 'Deny', 'Denied.'],
  revoke: ['Take this decision back?', 'Take back', 'Taken back.'],
};

const MAX_REASON = 500;
/** That the dialog repeats; all of them stand behind it. */
const MAX_ARGUMENTS = 8;

/** Asks once more, shows what it would admit, and sends the decision. */
export function DecisionDialog({ detail, action, onClose }: DecisionDialogProps): JSX.Element {
  const page = usePage();
  const signIn = useStore(page.signIn);
  const [wish, setWish] = useState(DEFAULT_WISH);
  const [isPreviewed, setPreviewed] = useState(false);
  const [why, setWhy] = useState('');
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<ApiError>();
  const { approval } = detail;
  const [title, button, done] = WORDS[action];
  const decision = toDecision(action, wish, why);
  const isOpen = isDecidable(decision.kind, approval);
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
      await decide(page, { approval, decision, passphrase: given, onProgress: setProgress });
      page.announced.set(done);
      onClose();
    } catch (thrown) {
      setProblem(ApiError.from(thrown));
      setProgress(null);
    }
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <CallLine approval={approval} />
        <Arguments detail={detail} />
        {action === 'approve-similar' && (
          <StandingFields detail={detail} wish={wish} onWish={setWish} onPreviewed={setPreviewed} />
        )}
        {decision.kind !== 'approve' && <Reason reaches={action === 'deny'} onChange={setWhy} />}
        {needsPassphrase && <Passphrase progress={progress} />}
        {problem && <ProblemNote problem={problem} />}
        {!isOpen && progress === null && <p class="warn">This was decided meanwhile, or has run out.</p>}
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

const CallLine = ({ approval }: { readonly approval: ApprovalView }): JSX.Element => {
  const price = toPrice(approval);
  return (
    <p>
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
    </p>
  );
};

/** Shows the arguments next to the button that decides about them. */
const Arguments = ({
  detail: { approval, arguments: args, beside },
}: Pick<DecisionDialogProps, 'detail'>): JSX.Element => (
  <dl class="facts arguments">
    <dt>approval</dt>
    <dd>{approval.id.slice(0, 8)}</dd>
    {[...args, ...beside].slice(0, MAX_ARGUMENTS).map(({ pointer, value }) => [
      <dt key={pointer}>
        <Said text={pointer} max={80} />
      </dt>,
      <dd key={`${pointer} value`}>
        <Said text={value} max={200} />
      </dd>,
    ])}
    {args.length + beside.length > MAX_ARGUMENTS && (
      <dd>and {args.length + beside.length - MAX_ARGUMENTS} more behind this dialog</dd>
    )}
  </dl>
);

const Reason = ({ reaches, onChange }: { reaches: boolean; onChange: (text: string) => void }): JSX.Element => (
  <label>
    {reaches ? 'Reason, which the agent gets to read (optional)' : 'Reason (optional)'}
    <textarea rows={3} maxLength={MAX_REASON} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
  </label>
);
