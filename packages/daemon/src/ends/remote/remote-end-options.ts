import type { EndResources } from '../end.js';
import type { RemoteServerLink } from './link/remote-server-link.js';

/** An end needs these if its server is reached over the network. */
export interface RemoteEndOptions<Link = RemoteServerLink> extends EndResources {
  /** In the configuration. */
  readonly name: string;
  readonly url: string;
  /** How long a request may be without any sign of the server, in milliseconds. */
  readonly timeout: number;
  /** How long the farewell to the server may take, in milliseconds. */
  readonly grace: number;
  readonly link: Link;
  /** Takes text for the server's log. */
  readonly log: (text: string) => void;
}
