import type { Reaper } from '@mcp-guard/core/launch';
import { isRemote, type RemoteServer, type ServerConfig, type StdioServer } from '@mcp-guard/policy';
import type { Timings } from '../timings.js';
import type { End, EndResources } from './end.js';
import type { RemoteLinks } from './remote/link/links.js';
import type { RemoteEndOptions } from './remote/remote-end-options.js';
import { workingFolder } from './stdio/working-folder.js';

/** A daemon has these for the servers of all its sessions: built once. */
export interface UpstreamHost {
  /** PATH for servers, as it was recorded last. */
  readonly path: () => string;
  /** Variables that servers get from the terminal, as it was recorded last. */
  readonly terminal: () => Readonly<Record<string, string>>;
  /** To the remote servers. */
  readonly links: RemoteLinks;
  /** Values of the secrets file. */
  readonly secrets: () => readonly string[];
  readonly reaper: Reaper;
  readonly timings: Timings;
}

/** A session knows these when its server is opened. */
export interface UpstreamOptions<Server extends ServerConfig = ServerConfig> extends EndResources {
  /** In the configuration. */
  readonly name: string;
  readonly config: Server;
  /** The client's working folder, and the values that it sends. */
  readonly client: { readonly cwd: string; readonly forward: ReadonlyMap<string, string> };
  readonly host: UpstreamHost;
  /** The server's texts besides its messages go here, without control characters. */
  readonly log: (text: string) => void;
}

export interface OpenedUpstream {
  readonly end: End;
  /** Absolute, and without symbolic links: where rules take relative paths to start. */
  readonly cwd: string;
  /** The server's environment, if some of it came from the client. */
  readonly filled?: Readonly<Record<string, string>>;
}

/** Opens the server of one session without waiting for anything. Throws the error for the client if that fails. */
export type OpenUpstream<Server extends ServerConfig> = (options: UpstreamOptions<Server>) => OpenedUpstream;

/** One for each `transport` of the configuration. */
export type Upstreams = {
  readonly [Transport in ServerConfig['transport']]: OpenUpstream<
    Transport extends 'stdio' ? StdioServer : RemoteServer
  >;
};

/**
 * Makes an opener of what opens an end on a link. Nothing is asked before the first message. A remote server knows no folder
 * of this machine, so paths start at the client's.
 */
export const openRemote =
  (open: (options: RemoteEndOptions) => End): OpenUpstream<RemoteServer> =>
  ({ name, config, client, host, log, share, lines }) => {
    const { link, release } = host.links.open(name, config);
    const { url, timeout } = config;
    const end = open({
      name,
      url,
      timeout: timeout * 1000,
      grace: host.timings.serverGrace,
      link,
      log,
      share,
      lines,
    });
    void end.ended.then(release);
    return { end, cwd: workingFolder({ cwd: null }, client.cwd) };
  };

export function openUpstream(upstreams: Upstreams, { config, ...options }: UpstreamOptions): OpenedUpstream {
  return isRemote(config)
    ? upstreams[config.transport]({ ...options, config })
    : upstreams.stdio({ ...options, config });
}
