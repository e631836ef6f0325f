import type { RemoteTransport } from '../keys/upstream-values.js';
import { remoteServer } from '../schema/remote-server.js';

/** A remote server that somebody wants to write into a configuration. */
export interface WishedRemote {
  readonly transport: RemoteTransport;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly allow_http: boolean;
}

/** Why no configuration can hold this server; no value is in it. */
export function findRemoteProblem(wished: WishedRemote): string | undefined {
  const [issue] = remoteServer.safeParse(wished).error?.issues ?? [];
  return issue && `${issue.path.map(String).join('.')}: ${issue.message}`;
}
