import { claimIn, findClaim, type AuditReader, type AuditRow } from '@mcp-guard/store';

/** Sessions whose clients are remembered; the oldest are forgotten. */
const MAX_SESSIONS = 50_000;
/** Milliseconds in all after which no more clients are looked up. */
const PATIENCE = 1000;

/** A version as clients write them, behind their names. */
const VERSION = / v?\d[^ ]*$/u;

/** The name without the version that a client puts behind it. */
export const clientName = (claim: string): string => claim.replace(VERSION, '');

/** Looks up the names that clients claim, once for each session. */
export class Clients {
  readonly #record: AuditReader;
  readonly #names = new Map<string, string | undefined>();
  #spent = 0;

  constructor(record: AuditReader) {
    this.#record = record;
  }

  /** Returns nothing if the client has claimed no name. */
  nameOf(row: AuditRow): string | undefined {
    if (row.session === null) return undefined;
    const known = this.#names.get(row.session);
    if (known !== undefined || this.#spent > PATIENCE) return known;
    const start = performance.now();
    const claim = findClaim(this.#record, row, () => performance.now() - start > PATIENCE);
    this.#spent += performance.now() - start;
    const name = claim === undefined ? undefined : clientName(claim);
    this.#names.set(row.session, name);
    const [oldest = ''] = this.#names.keys();
    if (this.#names.size > MAX_SESSIONS) this.#names.delete(oldest);
    return name;
  }
}

/** Reads the names that the clients of all sessions claim, by session. At most the newest 50,000. */
export function readClients(record: AuditReader): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const row of record.all({ isClaim: true })) {
    const claim = claimIn(row);
    if (row.session === null || claim === undefined) continue;
    names.set(row.session, clientName(claim));
    const [oldest = ''] = names.keys();
    if (names.size > MAX_SESSIONS) names.delete(oldest);
  }
  return names;
}

/** Sessions of clients with this name, whatever their versions are. At most the newest 50,000. */
export function findSessionsOf(record: AuditReader, client: string): ReadonlySet<string> {
  const wanted = client.toLowerCase();
  const sessions = new Set<string>();
  for (const row of record.all({ isClaim: true })) {
    const claim = claimIn(row)?.toLowerCase();
    if (row.session === null || claim === undefined) continue;
    if (claim !== wanted && clientName(claim) !== wanted) continue;
    sessions.add(row.session);
    const [oldest = ''] = sessions;
    if (sessions.size > MAX_SESSIONS) sessions.delete(oldest);
  }
  return sessions;
}
