import { execFile } from 'node:child_process';
import {
  ERRORS,
  GuardError,
  isObject,
  parseJson,
  type EditWish,
  type ErrorCode,
  type JsonValue,
} from '@mcp-guard/core';

const TIMEOUT = 60_000;
/** A configuration as JSON, which writes a character as six at most, and its difference. */
const MAX_OUTPUT = 16 * 2 ** 20;

/** An edit of the configuration that a wish comes to; nothing was written. */
export interface PlannedEdit {
  /** The file, links followed. */
  readonly target: string;
  /** SHA-256 of the text that it starts from, in hex. */
  readonly before: string;
  /** `null` if no change is needed. */
  readonly text: string | null;
  readonly question: string | null;
  readonly words: string;
  readonly notes: readonly string[];
  readonly difference: readonly string[];
  readonly loosens: readonly string[];
}

export interface PlanOptions {
  /** The compiled command line: `deny`, `allow` and the others edit with the same functions. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly config: string;
}

/** Plans an edit in a process of its own, without a shell. Rejects with why there is no such edit. */
export const runPlan = (wish: EditWish, { program, env, home, config }: PlanOptions): Promise<PlannedEdit> =>
  new Promise((resolve, reject) => {
    const words = [program, 'plan-edit', JSON.stringify(wish), '--json', '-c', config];
    const options = {
      env: { ...env, MCP_GUARD_HOME: home },
      cwd: home,
      timeout: TIMEOUT,
      maxBuffer: MAX_OUTPUT,
      encoding: 'utf8',
    } as const;
    const child = execFile(process.execPath, words, options, (_, stdout) => {
      try {
        resolve(parsePlan(parseJson(stdout)));
      } catch (error) {
        reject(error instanceof GuardError ? error : new GuardError('INTERNAL', 'the edit could not be planned'));
      }
    });
    child.stdin?.end();
  });

/** Throws the refusal of the command, or for anything else than a plan. */
function parsePlan(value: JsonValue): PlannedEdit {
  if (!isObject(value)) throw new Error('no plan');
  if (isObject(value['error'])) throw toRefusal(value['error']);
  const { target, before, text, question, words } = value;
  const isPlan = typeof target === 'string' && typeof before === 'string' && typeof words === 'string';
  if (!isPlan || !isTextOrNull(text) || !isTextOrNull(question)) throw new Error('no plan');
  const [notes, difference, loosens] = [value['notes'], value['difference'], value['loosens']].map(toTexts);
  if (!notes || !difference || !loosens) throw new Error('no plan');
  return { target, before, text, question, words, notes, difference, loosens };
}

function toRefusal({ code, message, hint }: { readonly [name: string]: JsonValue | undefined }): GuardError {
  if (!isCode(code) || typeof message !== 'string') throw new Error('no refusal');
  return new GuardError(code, message, typeof hint === 'string' ? { hint } : {});
}

const isCode = (value: JsonValue | undefined): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(ERRORS, value);

const isTextOrNull = (value: JsonValue | undefined): value is string | null =>
  value === null || typeof value === 'string';

const toTexts = (value: JsonValue | undefined): readonly string[] | undefined =>
  Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
