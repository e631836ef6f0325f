import { GuardError, safe, type JsonObject } from '@mcp-guard/core';
import { layersOf, STRICTNESS, type Loaded } from '@mcp-guard/policy';
import { PiiRules, REQUEST, saidBy, type PiiDecision } from '@mcp-guard/rules';
import type { CommandTools, ConfigOption } from '../command.js';
import { readRecord } from '../record/open-record.js';
import { applyPlan, type Plan } from './apply-edit.js';
import { checkEdited, readConfig, type ConfigText } from './config-text.js';
import { addToList } from './edit-yaml.js';
import { readRefused, type RefusedFinding } from './refused-row.js';

export interface ExceptOptions extends ConfigOption {
  /** Except a place of a server, and not one value. */
  readonly path?: true;
  readonly yes?: true;
  readonly json?: true;
}

export interface ExceptResult {
  readonly config: string;
  readonly changed: boolean;
  readonly exception: JsonObject;
}

const EXCEPTIONS = ['pii', 'exceptions'];

/** Writes the exception that a refusal offers. Throws POLICY_DENIED if the message would still be refused. */
export async function exceptRow(tools: CommandTools, id: string, options: ExceptOptions): Promise<ExceptResult> {
  const before = await readConfig(tools, options.config);
  const plan = await planException(tools, before, id, options.path === true);
  const changed = await applyPlan(tools, plan, options.yes === true);
  return { config: before.path, changed, exception: plan.exception };
}

interface ExceptionPlan extends Plan {
  readonly exception: JsonObject;
}

/** Plans it, and writes nothing. Throws as `exceptRow`. @param isPlace a place of a server is excepted, and not one value */
export async function planException(
  tools: CommandTools,
  before: ConfigText,
  id: string,
  isPlace: boolean,
): Promise<ExceptionPlan> {
  const refused = readRecord(tools.findPaths(before.path), tools.env, (record) => readRefused(record, id));
  const exception = isPlace ? toPlace(refused) : { type: refused.type, fingerprint: refused.fingerprint };
  const what = `${refused.type} ${isPlace ? `at ${safe(refused.path)} of ${safe(refused.row.server ?? '')}` : `with the fingerprint ${refused.fingerprint}`}`;
  // A place is asked about as for any value: that of the row may be excepted by itself.
  const asked = isPlace ? { ...refused, fingerprint: '' } : refused;
  if (!isKept(decide(before.loaded, asked), refused)) {
    return { edit: undefined, words: `${what} is refused no more; nothing was changed`, notes: [], exception };
  }
  const text = addToList(before.text, EXCEPTIONS, exception);
  const after = await checkEdited(tools, before, text);
  const still = decide(after, asked);
  if (still && isKept(still, refused)) throw stillRefused(after.locate(still.rule));
  const edit = { before, text, after, question: `let ${what} pass` };
  return { edit, words: `${what} passes now`, notes: [], exception };
}

/** A refused value is refused still; one that was taken out is taken out still, or refused. */
const isKept = (decision: PiiDecision | undefined, { action }: RefusedFinding): boolean =>
  decision !== undefined && STRICTNESS[decision.action] >= STRICTNESS[action];

/** Returns what a configuration does about the finding; nothing if it excuses it. */
function decide(
  { config }: Loaded,
  { type, fingerprint, confidence, path, row }: RefusedFinding,
): PiiDecision | undefined {
  const { server, method, direction } = row;
  const entry = server === null || !Object.hasOwn(config.servers, server) ? undefined : config.servers[server];
  const rules = new PiiRules(config.pii, server ?? '', entry && layersOf(config, entry, []).integrity);
  const found = { type, path, confidence, fingerprint: () => fingerprint };
  return rules.decideAt(found, direction === 'toClient' ? saidBy(method ?? undefined) : REQUEST);
}

/** Throws CONFIG_INVALID if the place cannot be named exactly. */
function toPlace({ type, path, row: { server } }: RefusedFinding): JsonObject {
  // A key that holds a finding itself is shown by its position, and a pattern would mean other places, too.
  if (server !== null && path.startsWith('/') && !/[#*?]/.test(path)) return { type, server, path };
  throw new GuardError('CONFIG_INVALID', 'the record does not name the place exactly, so no exception can', {
    hint: 'leave out --path: then the one value is excepted',
  });
}

const stillRefused = (rule: string): GuardError =>
  new GuardError('POLICY_DENIED', `${safe(rule, 300)} would still refuse it; nothing was written`, {
    hint: 'a base is excused by its own exceptions only: ask its author',
  });
