import { resolve } from 'node:path';
import { GuardError, isObject, safe, safeJson, type JsonObject } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import { ConfigError, findWarnings, MAX_CONFIG_BYTES } from '@mcp-guard/policy';
import { stringify } from 'yaml';
import { readText, UnreadableFile } from '@mcp-guard/core/text-file';
import { parseYaml } from '../../clients/syntax/yaml.js';
import type { CommandTools } from '../../command.js';
import { count } from '../../output/count.js';
import { agreeToWritten } from '../../person/agree.js';
import { insistOnYes } from '../../person/insist-on-yes.js';
import { findTerminal } from '../../person/terminal.js';
import { findSchema, headerFor } from '../our-files.js';
import { chooseConfig, type InitOptions } from '../run-init.js';
import { UndoLog } from '../undo-log.js';
import { withInitLock } from '../with-init-lock.js';
import { writeOurs } from '../write-ours.js';
import { isForeign, translate, type Translated } from './translate.js';

/** In characters. */
const MAX_SHOWN = 500;

/**
 * Makes our configuration out of that of another guard: shows what is taken over and what is not, asks, and writes it.
 * Throws CONFIG_INVALID if the file cannot be read or used, or if there is a configuration already.
 */
export async function runFrom(tools: CommandTools, from: string, options: InitOptions): Promise<void> {
  const target = chooseConfig(tools, options);
  const source = resolve(tools.cwd, from);
  const text = read(source);
  const { config, untaken, ...made } = toOurs(text, source, tools.env);
  const notes = [...made.notes];
  const written = config === undefined ? text : headerFor(findSchema(tools.guardProgram)) + stringify(config);
  const existing = readText(target)?.text;
  if (existing !== undefined && existing.trim() !== '') {
    throw new GuardError('CONFIG_INVALID', `there is a configuration already: ${target}`, {
      hint: 'write another one with --output FILE, or move that one away',
    });
  }
  const loaded = await tools.load(target, written).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    if (untaken.length > 0) tools.note(describeUntaken(untaken));
    throw explain(error, source, target, config !== undefined);
  });
  notes.push(...findWarnings(loaded).warnings);
  const servers = Object.keys(loaded.file.servers);
  if (options.json) tools.print(safeJson({ from: source, config: target, servers, untaken, notes }));
  else tools.print(describe(source, servers, untaken, notes));
  if (options.dryRun) {
    if (!options.json) tools.print(`\n${target} would be:\n\n${safeLines(written)}`);
    return;
  }
  await withInitLock(tools.entrance, async () => {
    const terminal = options.yes ? undefined : findTerminal('init');
    try {
      if (!options.yes) await insistOnYes(terminal, `write ${target}`, { details: () => safeLines(written) });
      const undoLog = new UndoLog(tools.entrance.backups);
      undoLog.sweep();
      writeOurs(undoLog, target, existing, written);
    } finally {
      terminal?.close();
    }
    await agreeToWritten(tools, target, true);
  });
  if (!options.json) tools.print(`\nwrote ${target}\nnext, put your clients behind it: mcp-guard init`);
}

/** @returns no configuration where the file is one of ours as it is */
function toOurs(
  text: string,
  source: string,
  env: NodeJS.ProcessEnv,
): Pick<Translated, 'untaken' | 'notes'> & { readonly config: JsonObject | undefined } {
  const { value } = parse(text, source);
  if (isForeign(value)) return translate(value, source, env);
  if (isObject(value)) return { config: undefined, untaken: [], notes: [] };
  throw new GuardError('CONFIG_INVALID', `${source}: this is no configuration of a guard that is known here`);
}

function parse(text: string, source: string): ReturnType<typeof parseYaml> {
  try {
    return parseYaml(text);
  } catch {
    throw new GuardError('CONFIG_INVALID', `${source}: this is not YAML that can be read in one way only`);
  }
}

function read(source: string): string {
  try {
    const text = readText(source)?.text;
    if (text === undefined) throw new UnreadableFile('there is no such file');
    if (Buffer.byteLength(text) > MAX_CONFIG_BYTES)
      throw new UnreadableFile(`it is larger than ${MAX_CONFIG_BYTES} bytes`);
    return text;
  } catch (error) {
    if (error instanceof UnreadableFile) throw new GuardError('CONFIG_INVALID', `${source}: ${error.message}`);
    throw error;
  }
}

/**
 * Problems of the file that would be written are named at the file that it comes from.
 * @param isMade lines of the text are no lines of that file
 */
function explain({ problems }: ConfigError, source: string, target: string, isMade: boolean): GuardError {
  const named = problems.map((problem) => {
    const rest = problem.startsWith(target) ? problem.slice(target.length) : `: ${problem}`;
    return source + (isMade ? rest.replace(/^:\d+:\d+/, '') : rest);
  });
  return new GuardError(
    'CONFIG_INVALID',
    `${source} cannot be taken over as it is, and nothing was written:\n${named.join('\n')}`,
  );
}

function describe(
  source: string,
  servers: readonly string[],
  untaken: Translated['untaken'],
  notes: readonly string[],
): string {
  const lines = [
    `from ${safe(source, MAX_SHOWN)}: ${count(servers.length, 'server')}${servers.length > 0 ? `, ${safe(servers.join(', '), MAX_SHOWN)}` : ''}`,
    ...notes.map((note) => `note: ${note}`),
  ];
  return [...lines, untaken.length === 0 ? 'everything is taken over' : describeUntaken(untaken)].join('\n');
}

const describeUntaken = (untaken: Translated['untaken']): string =>
  ['not taken over:', ...untaken.map(({ place, why }) => `  ${safe(place, MAX_SHOWN)}: ${why}`)].join('\n');

/** Without the secrets that can be recognised. */
const safeLines = (text: string): string =>
  mask(text)
    .split('\n')
    .map((line) => safe(line, MAX_SHOWN))
    .join('\n');
