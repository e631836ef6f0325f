import type { ApprovalDetail, Decider, Standing } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isApprovalDetail } from '../../api/approval-shapes.js';
import { Icon } from '../../parts/icon.js';
import { Ago, Left, Moment } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { LoadedView, ProblemNote } from '../../parts/loaded-view.js';
import { Whole } from '../../parts/whole.js';
import { usePage } from '../../state/page.js';
import { formatRoute } from '../../state/route.js';
import { useLoad } from '../../state/use-load.js';
import { CallLink } from './approval-card.js';
import { CallWords } from './call-text.js';
import type { Outcomes } from './decide.js';
import { TakeBack } from './decisions.js';
import { DecisionDialog } from './decision-dialog.js';
import { STATES, toPrice } from './approval-states.js';

/** Everything about a call that was decided, and the way to take the decision back. */
export function ApprovalPanel({ id }: { readonly id: string }): JSX.Element {
  const { approvals, announced } = usePage();
  const loaded = useLoad(`/approvals/${encodeURIComponent(id)}/detail`, isApprovalDetail);
  const [isAsked, setAsked] = useState(false);
  const [outcomes, setOutcomes] = useState<Outcomes>();
  const outcome = outcomes?.get(id);
  const heading = useRef<HTMLHeadingElement>(null);
  const { reload } = loaded;
  useEffect(() => heading.current?.focus({ preventScroll: true }), [id]);
  useEffect(() => approvals.subscribe(reload), [approvals, reload]);
  // The button that was used is gone with the decision.
  const state = loaded.data?.approval.state;
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [state]);
  useEffect(() => {
    if (outcome?.state === 'decided') announced.set(outcome.words);
  }, [announced, outcome]);
  return (
    <aside class="panel approval-panel" aria-labelledby="approval">
      <div class="headline">
        <h2 id="approval" tabIndex={-1} ref={heading}>
          Approval <Said text={id} max={20} />
        </h2>
        <a class="button plain close" href={formatRoute('approvals')} aria-label="Close">
          <Icon name="close" />
        </a>
      </div>
      <LoadedView loaded={loaded}>
        {(detail) => (
          <div class="stack">
            <CallWords detail={detail} />
            <Facts detail={detail} />
            <p>
              <CallLink id={id} />
            </p>
            <TakeBack approval={detail.approval} onTakeBack={() => setAsked(true)} />
            {outcome?.state === 'failed' && <ProblemNote problem={outcome.problem} />}
            {isAsked && (
              <DecisionDialog
                details={[detail]}
                action="revoke"
                onClose={() => setAsked(false)}
                onDecided={setOutcomes}
              />
            )}
          </div>
        )}
      </LoadedView>
    </aside>
  );
}

function Facts({ detail: { approval, client } }: { readonly detail: ApprovalDetail }): JSX.Element {
  const { actor, server, tool, reasons, createdAt, expiresAt, state, decidedAt, decidedBy, decider, why } = approval;
  const price = toPrice(approval);
  const [word, tone] = STATES[state];
  const facts: readonly (readonly [string, JSX.Element | null])[] = [
    ['user', <Whole key="user" text={actor} />],
    ['server', <Whole key="server" text={server} />],
    ['tool', <Whole key="tool" text={tool} />],
    ['amount', price === null ? null : <b key="amount">{price}</b>],
    ['client', client === null ? null : <Claimed key="client" name={client} />],
    ...reasons.map(({ rule, why: because }) => ['rule', <Reason key={rule} rule={rule} why={because} />] as const),
    ['asked', <Asked key="asked" at={createdAt * 1000} />],
    [
      'expires',
      ['pending', 'approved', 'standing', 'denied'].includes(state) ? <Left key="end" at={expiresAt * 1000} /> : null,
    ],
    [
      'state',
      <span key="state" class={`badge ${tone}`}>
        {word}
      </span>,
    ],
    ['admits', approval.standing && <StandingWords key="standing" standing={approval.standing} />],
    ['decided', decidedAt === null ? null : <Decided key="decided" at={decidedAt * 1000} by={decidedBy} />],
    ['decided by', decider && <span key="by">{describeDecider(decider)}</span>],
    ['why', why === null ? null : <Whole key="why" text={why} />],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([name, fact], at) => fact && [<dt key={`${name}${at}`}>{name}</dt>, <dd key={`${name}${at} is`}>{fact}</dd>],
      )}
    </dl>
  );
}

const Claimed = ({ name }: { readonly name: string }): JSX.Element => (
  <>
    <q>
      <Whole text={name} />
    </q>{' '}
    <span class="dim">(self-reported)</span>
  </>
);

const Reason = ({ rule, why }: { readonly rule: string; readonly why: string }): JSX.Element => (
  <>
    <Whole text={why} />
    <small>
      <Said text={rule} max={300} />
    </small>
  </>
);

const Asked = ({ at }: { readonly at: number }): JSX.Element => (
  <>
    <Moment at={at} />
    <span class="dim">
      , <Ago at={at} /> ago
    </span>
  </>
);

const Decided = ({ at, by }: { readonly at: number; readonly by: string | null }): JSX.Element => (
  <>
    <Moment at={at} /> by <Said text={by ?? 'an unknown person'} max={128} />
  </>
);

const StandingWords = ({ standing: { same, uses, maxUses, spent, maxSpend } }: { standing: Standing }): JSX.Element => (
  <>
    calls with the same <Said text={same ? same.join(', ') : 'arguments, but for the amount'} max={400} />: {uses} of{' '}
    {maxUses} used{maxSpend !== null && `, ${spent} of ${maxSpend} spent`}
  </>
);

/** The name that was given is a claim; this is what the system reports. */
function describeDecider({ uid, pid, tty, parent, insideClient, hasPassphrase, proposed }: Decider): string {
  return [
    `uid ${uid}`,
    ...(pid === null ? [] : [`process ${pid}`]),
    tty === null ? 'no terminal' : `terminal ${tty}`,
    ...(parent === null ? [] : [`started by ${parent}`]),
    ...(insideClient ? ['INSIDE A CLIENT’S PROCESSES'] : []),
    hasPassphrase ? 'with the passphrase' : 'without a passphrase',
    ...(proposed ? ['proposed while no daemon ran'] : []),
  ].join(', ');
}
