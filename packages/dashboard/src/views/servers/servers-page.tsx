import type { ServerView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { isServers } from '../../api/state-shapes.js';
import { Said } from '../../parts/said.js';
import { Empty, LoadedView } from '../../parts/loaded-view.js';
import { Table, type TableColumn } from '../../parts/table.js';
import { formatRoute } from '../../state/route.js';
import { useLoad } from '../../state/use-load.js';
import type { ViewProps } from '../view.js';
import { Clients } from './clients.js';
import { ServerPanel } from './server-panel.js';
import { ServerState } from './server-state.js';
import { fullest } from './usage.js';

const EVERY = 5000;

const COLUMNS: readonly TableColumn[] = [
  'Server',
  'State',
  'Clients',
  ['Refused, 5 min', 'number'],
  'Tools',
  'Busiest limit',
];

/** The guarded servers: whether they work, what may be called, and how much of it is used. */
export function ServersPage({ route: { id, query } }: ViewProps): JSX.Element {
  const loaded = useLoad('/servers', isServers, EVERY);
  return (
    <div class={id === null ? 'beside' : 'beside open'}>
      <h1 class="unseen">Servers</h1>
      <section class="panel" aria-labelledby="servers">
        <h2 id="servers" class="title">
          Servers
        </h2>
        <LoadedView loaded={loaded}>
          {(servers) =>
            servers.length === 0 ? (
              <Empty>
                No server is guarded. <code>mcp-guard init</code> finds those that your clients use.
              </Empty>
            ) : (
              <ServerTable servers={servers} selected={id} />
            )
          }
        </LoadedView>
      </section>
      {id !== null && <ServerPanel key={id} name={id} tool={query.get('tool') ?? ''} />}
    </div>
  );
}

interface ServerTableProps {
  readonly servers: readonly ServerView[];
  readonly selected: string | null;
}

const ServerTable = ({ servers, selected }: ServerTableProps): JSX.Element => (
  <Table label="Table of servers" kind="linked" columns={COLUMNS}>
    {servers.map((server) => (
      <ServerRow key={server.name} server={server} isSelected={server.name === selected} />
    ))}
  </Table>
);

const ToolCounts = ({ tools: { allowed, asks, denied } }: Pick<ServerView, 'tools'>): JSX.Element =>
  allowed + asks + denied === 0 ? (
    <span class="dim">no tools are known</span>
  ) : (
    <>
      {allowed} allowed
      {asks > 0 && (
        <span class="warn">
          , {asks} {asks === 1 ? 'needs' : 'need'} a person
        </span>
      )}
      {denied > 0 && <span class="dim">, {denied} denied</span>}
    </>
  );

function ServerRow({ server, isSelected }: { readonly server: ServerView; readonly isSelected: boolean }): JSX.Element {
  const { name, transport, runs, tools, refused } = server;
  return (
    <tr aria-selected={isSelected}>
      <th scope="row">
        <a href={formatRoute('servers', name)}>
          <Said text={name} max={64} />
        </a>
        <small>
          <Said text={runs} max={100} /> <span class="dim">{transport}</span>
        </small>
      </th>
      <td>
        <ServerState server={server} />
      </td>
      <td class="clients">
        <Clients server={server} />
      </td>
      <td class={refused > 0 ? 'number bad' : 'number dim'}>{refused.toLocaleString('en')}</td>
      <td>
        <ToolCounts tools={tools} />
      </td>
      <td>{fullest(server) ?? <span class="dim">none</span>}</td>
    </tr>
  );
}
