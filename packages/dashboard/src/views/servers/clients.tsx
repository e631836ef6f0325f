import type { ServerView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { Said } from '../../parts/said.js';
import { usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';

/** The clients that use a server: those that `init` has moved, with their names for it, and others that are connected. */
export function Clients({ server: { name, clients } }: { readonly server: ServerView }): JSX.Element {
  const sessions = useStore(usePage().now)?.sessions ?? [];
  const claimed = sessions.flatMap(({ server, client }) => (server === name && client ? [client.name] : []));
  const moved = clients.map((each) => (each.name === name ? each.client : `${each.client} (as ${each.name})`));
  const open = [...new Set(claimed)].map((claim) => `${claim}, connected`);
  const all = [...moved, ...open];
  return all.length === 0 ? <span class="dim">none yet</span> : <Said text={all.join('; ')} max={300} />;
}
