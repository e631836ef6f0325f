import type { CapView, LimitView, ServerDetail } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isServerDetail } from '../../api/state-shapes.js';
import { Bar } from '../../parts/bar.js';
import { Icon } from '../../parts/icon.js';
import { Left } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Help, LoadedView } from '../../parts/loaded-view.js';
import { formatRoute } from '../../state/route.js';
import { useLoad } from '../../state/use-load.js';
import { LastCalls } from '../calls/last-calls.js';
import { Clients } from './clients.js';
import { ServerState } from './server-state.js';
import { Tools } from './tools.js';
import { describeCap, describeLimit, toUsage } from './usage.js';

const EVERY = 5000;

interface ServerPanelProps {
  readonly name: string;
  /** The tools to begin with; empty for all. */
  readonly tool: string;
}

/** Everything about one server. */
export function ServerPanel({ name, tool }: ServerPanelProps): JSX.Element {
  const loaded = useLoad(`/servers/${encodeURIComponent(name)}`, isServerDetail, EVERY);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside class="panel beside-panel" aria-labelledby="server">
      <div class="headline">
        <h2 id="server" tabIndex={-1} ref={heading}>
          <Said text={name} max={64} />
        </h2>
        <a class="button plain close" href={formatRoute('servers')} aria-label="Close">
          <Icon name="close" />
        </a>
      </div>
      <LoadedView loaded={loaded}>
        {(server) => (
          <div class="stack">
            <State server={server} />
            <Tools server={server} wanted={tool} onEdited={loaded.reload} />
            <Troubles server={server.name} />
            <Usage server={server} />
            <StandardError lines={server.stderr} />
          </div>
        )}
      </LoadedView>
    </aside>
  );
}

const State = ({ server }: { readonly server: ServerDetail }): JSX.Element => (
  <section>
    <p class="row">
      <ServerState server={server} />
      <a href={formatRoute('calls', null, new URLSearchParams({ server: server.name }))}>View calls</a>
    </p>
    <dl class="facts server-facts">
      <dt>runs</dt>
      <dd>
        <code>
          <Said text={server.runs} max={200} />
        </code>{' '}
        <span class="dim">{server.transport}</span>
      </dd>
      <dt>clients</dt>
      <dd>
        <Clients server={server} />
      </dd>
    </dl>
    {server.problem && (
      <>
        <p class="bad">
          <Said text={server.problem.what} max={500} />
        </p>
        <Help hint={server.problem.help} />
      </>
    )}
  </section>
);

const MAX_TROUBLES = 4;

/** The last refusals and errors of its calls. */
const Troubles = ({ server }: { readonly server: string }): JSX.Element => (
  <section aria-labelledby="troubles">
    <h3 id="troubles">Refused or failed last</h3>
    <LastCalls
      label="Its calls that were refused or failed last"
      outcomes={['refused', 'error']}
      server={server}
      max={MAX_TROUBLES}
    >
      <p class="dim">None of its calls was refused or failed.</p>
    </LastCalls>
  </section>
);

const Usage = ({ server: { limits, caps } }: { readonly server: ServerDetail }): JSX.Element => (
  <section aria-labelledby="usage">
    <h3 id="usage">Limits and spending</h3>
    {limits.length + caps.length === 0 ? (
      <p class="dim">This server has none.</p>
    ) : (
      <ul class="usage">
        {limits.map((limit) => (
          <LimitRow key={`${limit.rule} ${limit.user}`} limit={limit} />
        ))}
        {caps.map((cap) => (
          <CapRow key={`${cap.rule} ${cap.user} ${cap.window}`} cap={cap} />
        ))}
      </ul>
    )}
  </section>
);

const LimitRow = ({ limit }: { readonly limit: LimitView }): JSX.Element => (
  <li>
    <p>
      {describeLimit(limit)} <Who user={limit.user} />
    </p>
    <Bar label={describeLimit(limit)} {...{ used: limit.used, max: limit.max }} />
    <small>
      <Said text={limit.rule} max={200} />
    </small>
  </li>
);

const CapRow = ({ cap }: { readonly cap: CapView }): JSX.Element => (
  <li>
    <p>
      <Said text={describeCap(cap)} max={160} /> {cap.window !== 'call' && <Who user={cap.user} />}
      {cap.resetsAt !== null && (
        <span class="dim">
          , frees up <Left at={cap.resetsAt} />
        </span>
      )}
    </p>
    {cap.window !== 'call' && <Bar label={describeCap(cap)} {...toUsage(cap)} />}
    <small>
      <Said text={cap.rule} max={200} />
    </small>
  </li>
);

const Who = ({ user }: { readonly user: string }): JSX.Element => (
  <span class="dim">
    by <Said text={user} max={64} />
  </span>
);

const StandardError = ({ lines }: { readonly lines: readonly string[] }): JSX.Element => (
  <section aria-labelledby="stderr">
    <h3 id="stderr">Standard error</h3>
    {lines.length === 0 ? (
      <p class="dim">It has written nothing that is kept.</p>
    ) : (
      <pre class="tail" tabIndex={0} aria-label="The last lines of its standard error, in its own words">
        {lines.map((line, at) => (
          <span key={at}>
            <Said text={line} max={500} />
            {'\n'}
          </span>
        ))}
      </pre>
    )}
  </section>
);
