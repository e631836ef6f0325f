import { isObject, tryParseJson } from '@mcp-guard/core';
import { isKnown } from '@mcp-guard/rules';
import { callOutcome, isCallRequest, isKeptOpen, Pairs, rowOutcome, type AuditRow } from '@mcp-guard/store';
import { Counts, MetricDurations, OTHER } from './series.js';

/** Sections of the configuration that refuse, with the key behind them. Names that people choose stand elsewhere. */
const RULE =
  /\b(permissions|arguments|rate_limit|spend|sampling|elicitation|roots|pii|unknown_methods|approvals|audit|daemon|auth|max_sessions)\b(?:\.([a-z_]{1,32})(?![\w-]))?/;
const PLAIN = /^[\w-]{1,64}$/;
/** Types of findings: those of the registry and those of the configuration. */
const MAX_TYPES = 500;

/** The configuration in force: only its servers have labels of their own. */
export interface ServersInForce {
  readonly servers: Pick<ReadonlySet<string>, 'has'>;
}

/** Counts what was recorded. It never looks at more than a row has, and takes the same time for each. */
export class Tally {
  readonly calls: Counts = new Counts(['server', 'method', 'outcome']);
  readonly messages: Counts = new Counts(['server', 'direction', 'method', 'outcome']);
  readonly refusals: Counts = new Counts(['server', 'code', 'rule']);
  readonly approvals: Counts = new Counts(['server', 'event']);
  readonly findings: Counts = new Counts(['type', 'action']);
  readonly guard: MetricDurations = new MetricDurations('server');
  readonly upstream: MetricDurations = new MetricDurations('server');
  readonly #inForce: ServersInForce;
  readonly #types = new Set<string>();
  readonly #pairs = new Pairs();

  constructor(inForce: ServersInForce) {
    this.#inForce = inForce;
  }

  readonly add = (rows: readonly AuditRow[]): void => {
    for (const row of rows) {
      const isEnd = this.#pairs.startOf(row) !== undefined;
      const exchange = this.#pairs.add(row);
      if (exchange && isCallRequest(exchange.asked)) {
        const { asked } = exchange;
        this.calls.add([this.#server(asked), asked.method ?? OTHER, callOutcome(exchange) ?? OTHER]);
      }
      if (row.kind === 'message') this.#addMessage(row, isEnd);
      else if (row.kind === 'approval') this.approvals.add([this.#server(row), plain(row.shape)]);
    }
  };

  /** @param isEnd another row was the beginning of the same call: together they count once, as the end says */
  #addMessage(row: AuditRow, isEnd: boolean): void {
    const server = this.#server(row);
    const { direction, method, code, rule, findings, guardUs, waitedMs } = row;
    if (!isEnd) this.guard.add(server, guardUs / 1e6); // the later one has the time of the person in it
    const known = method !== null && isKnown(method) ? method : OTHER;
    const outcome = rowOutcome(row);
    if (outcome === 'held' && isKeptOpen(row)) return;
    this.messages.add([server, direction ?? OTHER, known, outcome ?? OTHER]);
    if (waitedMs !== null) this.upstream.add(server, waitedMs / 1000);
    if (outcome === 'refused' || outcome === 'held') this.refusals.add([server, code ?? OTHER, kindOf(rule)]);
    if (findings !== null) this.#addFindings(findings);
  }

  #addFindings(text: string): void {
    for (const finding of readList(text)) {
      if (!isObject(finding) || typeof finding['type'] !== 'string') continue;
      const { type, action, count } = finding;
      this.findings.add(
        [this.#type(type), plain(typeof action === 'string' ? action : '')],
        typeof count === 'number' ? count : 1,
      );
    }
  }

  #server({ server }: AuditRow): string {
    return server !== null && this.#inForce.servers.has(server) ? server : OTHER;
  }

  #type(type: string): string {
    if (this.#types.has(type)) return type;
    if (!PLAIN.test(type) || this.#types.size >= MAX_TYPES) return OTHER;
    this.#types.add(type);
    return type;
  }
}

/** `permissions.denied_tools` of a place in the configuration. */
function kindOf(rule: string | null): string {
  if (rule === null) return 'none';
  const [, section, key] = RULE.exec(rule.replace(/^\S+ /, '').replace(/^(?:base:)?servers\.[^.]{1,64}\./, '')) ?? [];
  if (section === undefined) return OTHER;
  return key === undefined ? section : `${section}.${key}`;
}

const plain = (text: string): string => (PLAIN.test(text) ? text : OTHER);

function readList(text: string): readonly unknown[] {
  const list = tryParseJson(text);
  return Array.isArray(list) ? list : [];
}
