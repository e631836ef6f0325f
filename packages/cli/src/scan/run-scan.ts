import { isAbsolute, relative, resolve, sep } from 'node:path';
import { withoutRelative } from '@mcp-guard/core/search-path';
import { thisSystem } from '@mcp-guard/policy';
import { chooseClients } from '../clients/choose-clients.js';
import type { CommandTools } from '../command.js';
import { count } from '../output/count.js';
import { readBaseline, writeBaseline } from './baseline.js';
import { checkFiles, sortFindings } from './check.js';
import { findNamedFiles, findUserFiles } from './find-files.js';
import { askServers, type AskedServers } from './live/ask-servers.js';
import { checkAnswers } from './live/check-answers.js';
import type { ScanResult } from './report/report.js';
import type { ScannedFile } from './rule.js';

export interface ScanWish {
  /** Files and folders; the user's own if there are none. */
  readonly paths: readonly string[];
  /** Ids; all if there are none. */
  readonly clients: readonly string[];
  /** Servers are started and asked, too. */
  readonly live: boolean;
  /** Accepted findings are shown, too. */
  readonly all: boolean;
}

/** A scan, and what becomes of it. */
export interface ScanRun {
  readonly result: ScanResult;
  /** The number of findings that are not accepted. */
  readonly open: number;
  /** Accepts exactly the findings of this scan. */
  readonly accept: () => void;
}

/** Scans the files of clients and, if requested, what their servers declare. */
export async function runScan(tools: CommandTools, { paths, clients: ids, live, all }: ScanWish): Promise<ScanRun> {
  const { cwd } = tools;
  const system = thisSystem(tools.env);
  const clients = chooseClients(ids);
  const { files, unread } =
    paths.length > 0
      ? findNamedFiles(
          paths.map((path) => resolve(cwd, path)),
          system,
          clients,
        )
      : findUserFiles(system, clients);
  const answers = live ? await ask(files, tools, system.home) : undefined;
  const found = sortFindings([...checkFiles(files), ...checkAnswers(answers?.asked ?? [])]);
  const baseline = readBaseline(tools.entrance.accepted);
  const open = found.filter((finding) => !baseline.has(finding));
  const result: ScanResult = {
    version: tools.version,
    files: files.length,
    servers: files.reduce((sum, { servers }) => sum + servers.length, 0),
    findings: fromHere(all ? found : open, cwd),
    accepted: found.length - open.length,
    baselineProblem: baseline.problem ?? null,
    unread: fromHere(unread, cwd),
    live: answers ? { asked: answers.asked.length, unasked: fromHere(answers.unasked, cwd) } : null,
  };
  const { accepted: path } = tools.entrance;
  return { result, open: open.length, accept: () => writeBaseline(path, found) };
}

const ask = (
  files: readonly ScannedFile[],
  { env, version, note }: CommandTools,
  home: string,
): Promise<AskedServers> =>
  askServers(files, {
    home,
    path: withoutRelative(env['PATH'] ?? ''),
    version,
    begin: (number) => note(`starting ${count(number, 'server')} to ask what they offer`),
  });

/** Relative to the working folder if they are inside it. */
const fromHere = <Placed extends { readonly file: string }>(placed: readonly Placed[], cwd: string): Placed[] =>
  placed.map((each) => Object.assign({}, each, { file: shorten(each.file, cwd) }));

function shorten(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short) ? file : short;
}
