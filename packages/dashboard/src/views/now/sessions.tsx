import type { ClaimedClient, SessionView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { Ago } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { Empty } from '../../parts/loaded-view.js';
import { Table, type TableColumn } from '../../parts/table.js';
import { formatRoute } from '../../state/route.js';

/** The other views show more than fits on a screen. */
const MAX_SHOWN = 200;

const COLUMNS: readonly TableColumn[] = [
  'Client',
  'Server',
  'User',
  ['Since', 'number'],
  ['Calls', 'number'],
  ['Refused', 'number'],
  ['In flight', 'number'],
  ['Last', 'number'],
];

export function Sessions({ sessions }: { readonly sessions: readonly SessionView[] }): JSX.Element {
  return (
    <section class="panel" aria-labelledby="sessions">
      <h2 id="sessions">
        Sessions <span class="dim">{sessions.length}</span>
      </h2>
      {sessions.length === 0 ? (
        <Empty>No client is connected. A client connects when it starts a server that mcp-guard guards.</Empty>
      ) : (
        <Table label="Table of sessions" kind="sessions" columns={COLUMNS}>
          {sessions.slice(0, MAX_SHOWN).map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </Table>
      )}
      {sessions.length > MAX_SHOWN && <p class="dim">and {sessions.length - MAX_SHOWN} more</p>}
    </section>
  );
}

function SessionRow({ session }: { readonly session: SessionView }): JSX.Element {
  const { client, server, user, roles, since, calls, refused, inFlight, lastAt, pid, revision } = session;
  const facts = [pid === null ? '' : `process ${pid}`, revision === null ? '' : `MCP ${revision}`].filter(Boolean);
  return (
    <tr>
      <th scope="row">
        <Claim client={client} />
        {facts.length > 0 && (
          <small>
            <Said text={facts.join(', ')} />
          </small>
        )}
      </th>
      <td>
        <a href={formatRoute('servers', server)}>
          <Said text={server} max={64} />
        </a>
      </td>
      <td>
        <Said text={user} max={64} />
        {roles.length > 0 && (
          <small>
            <Said text={roles.join(', ')} max={80} />
          </small>
        )}
      </td>
      <td class="number">
        <Ago at={since} />
      </td>
      <td class="number">{calls.toLocaleString('en')}</td>
      <td class={refused > 0 ? 'number bad' : 'number dim'}>{refused.toLocaleString('en')}</td>
      <td class="number">{inFlight}</td>
      <td class="number dim">{lastAt === null ? '–' : <Ago at={lastAt} />}</td>
    </tr>
  );
}

/** The name that a client claims proves nothing. */
const Claim = ({ client }: { readonly client: ClaimedClient | null }): JSX.Element =>
  client === null ? (
    <span class="dim">has not named itself</span>
  ) : (
    <span>
      <q>
        <Said text={client.name} max={80} />
        {client.version !== null && (
          <>
            {' '}
            <Said text={client.version} max={40} />
          </>
        )}
      </q>{' '}
      <span class="dim">(self-reported)</span>
    </span>
  );
