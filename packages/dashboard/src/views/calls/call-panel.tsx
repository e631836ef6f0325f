import type { CallDetail } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isCallDetail } from '../../api/call-shapes.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Icon } from '../../parts/icon.js';
import { Moment } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Help, LoadedView } from '../../parts/loaded-view.js';
import { toLatency } from '../../parts/words.js';
import { usePage } from '../../state/page.js';
import { formatRoute } from '../../state/route.js';
import { useLoad } from '../../state/use-load.js';
import { useEdits } from '../edits/use-edits.js';
import { Findings } from './findings.js';
import { Outcome } from './outcome.js';
import { RawRows } from './raw-rows.js';

interface CallPanelProps {
  /** As it stands in the address. */
  readonly id: string;
  /** Address of the list without it. */
  readonly back: string;
}

/** Everything that is known of one call. */
export function CallPanel({ id, back }: CallPanelProps): JSX.Element {
  const { calls } = usePage();
  const loaded = useLoad(`/calls/${encodeURIComponent(id)}`, isCallDetail);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [id]);
  const { reload } = loaded;
  useEffect(
    () =>
      calls.subscribe((come) => {
        if (come.some(({ seq }) => String(seq) === id)) reload();
      }),
    [calls, id, reload],
  );
  return (
    <aside class="panel call-panel" aria-labelledby="call">
      <div class="headline">
        <h2 id="call" tabIndex={-1} ref={heading}>
          Call <Said text={id} max={20} />
        </h2>
        <a class="button plain close" href={back} aria-label="Close">
          <Icon name="close" />
        </a>
      </div>
      <LoadedView loaded={loaded}>{(detail) => <Detail detail={detail} />}</LoadedView>
    </aside>
  );
}

const Detail = ({ detail }: { readonly detail: CallDetail }): JSX.Element => (
  <div class="stack">
    <Facts detail={detail} />
    <NextStep detail={detail} />
    <Timings detail={detail} />
    <Findings rows={detail.rows} />
    <RawRows rows={detail.rows} />
  </div>
);

/** Leads to what can be done about a call: the decision, the exception, or the rules of its tool. */
function NextStep({ detail: { call, hint, except } }: { readonly detail: CallDetail }): JSX.Element {
  const { approval, method, server, target } = call;
  const edits = useEdits(() => undefined);
  if (approval !== null) {
    return (
      <p>
        <a class="button" href={formatRoute('approvals', approval)}>
          Decide, or see the decision, in Approvals
        </a>
      </p>
    );
  }
  const isOfTool = method === 'tools/call' && server !== null && target !== null;
  return (
    <>
      {except !== null && edits.canEdit && (
        <p class="row">
          <span>A false alarm?</span>
          <button type="button" onClick={() => edits.send({ kind: 'except', record: except, isPlace: false })}>
            Except this value…
          </button>
          <button type="button" onClick={() => edits.send({ kind: 'except', record: except, isPlace: true })}>
            Except this place…
          </button>
        </p>
      )}
      {edits.outcome}
      {isOfTool && (
        <p>
          <a class="button" href={formatRoute('servers', server, new URLSearchParams({ tool: target }))}>
            Change the rules of this tool in Servers
          </a>
        </p>
      )}
      {hint !== null && (except === null || !edits.canEdit) && <Help hint={hint} />}
    </>
  );
}

function Facts({ detail: { call, client, rows } }: { readonly detail: CallDetail }): JSX.Element {
  const { target, method, server, user, at, session, rule, code, answer, direction, reason } = call;
  const facts: readonly (readonly [string, JSX.Element | null])[] = [
    ['what', said(target, 400)],
    ['method', said(method)],
    ['outcome', <Outcome key="outcome" outcome={call.outcome} />],
    ['why', said(reason, 500)],
    ['code', said(code ?? answer?.code ?? null)],
    ['decided by', rule === null ? null : <Place key="rule" text={rule} />],
    ['server', said(server)],
    ['user', said(user)],
    ['client', client === null ? null : <Claimed key="client" name={client} />],
    ['asked by', direction === 'toClient' ? <span key="by">the server</span> : null],
    ['at', <Moment key="at" at={at} />],
    ['answer', <span key="answer">{describeAnswer(call)}</span>],
    ['session', said(session)],
    ['record', <span key="record">{describeRecord(rows)}</span>],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, fact]) => fact && [<dt key={name}>{name}</dt>, <dd key={`${name}-is`}>{fact}</dd>])}
    </dl>
  );
}

const said = (text: string | null, max = 200): JSX.Element | null =>
  text === null ? null : <Said text={text} max={max} />;

const Claimed = ({ name }: { readonly name: string }): JSX.Element => (
  <>
    <q>
      <Said text={name} max={120} />
    </q>{' '}
    <span class="dim">(self-reported)</span>
  </>
);

const Place = ({ text }: { readonly text: string }): JSX.Element => (
  <span class="row">
    <code>
      <Said text={text} max={400} />
    </code>
    <CopyButton text={text} label="Copy the place of the rule" />
  </span>
);

function describeAnswer({ answer, outcome }: CallDetail['call']): string {
  if (answer) return `${answer.isError ? 'an error' : 'came'} after ${toLatency(answer.waitedMs)}`;
  if (outcome === 'refused') return 'not sent';
  return outcome === 'held' ? 'not sent: it was held' : 'not recorded (yet)';
}

/** The numbers of its rows, of which a refusal names one to the client. */
function describeRecord(rows: CallDetail['rows']): string {
  const named = rows.findLast(
    ({ kind, outcome }) => kind === 'message' && (outcome === 'refused' || outcome === 'held'),
  );
  const all = rows.map(({ seq }) => seq).join(', ');
  return named ? `${all}; the client got ${named.seq}` : all;
}

function Timings({ detail: { call, rows } }: { readonly detail: CallDetail }): JSX.Element {
  const guard = rows.reduce((sum, row) => sum + row.guardUs, 0) / 1000;
  return (
    <dl class="figures">
      <div>
        <dt>in the guard</dt>
        <dd>{toLatency(guard)}</dd>
      </div>
      <div>
        <dt>at the server</dt>
        <dd>{toLatency(call.answer?.waitedMs ?? null)}</dd>
      </div>
    </dl>
  );
}
