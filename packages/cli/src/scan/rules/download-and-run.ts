import { programOf, readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';

export const downloadAndRun: ScanRule = {
  id: 'download-and-run',
  severity: 'critical',
  title: 'a script that is downloaded and run at once (`curl … | sh`)',
  checkServer({ server: { run } }) {
    const launch = readLaunch(run);
    if (!launch || !isDownloadAndRun([launch.command, ...launch.args].join(' '))) return NONE;
    const why = 'it runs whatever a web server answers at each start';
    return [{ why, fix: 'install the server once, and start that' }];
  },
};

const DOWNLOADERS: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'fetch',
  'iwr',
  'irm',
  'invoke-webrequest',
  'invoke-restmethod',
]);
const INTERPRETERS: ReadonlySet<string> = new Set(
  'sh bash zsh dash ksh fish python python3 node deno bun perl ruby php pwsh powershell iex invoke-expression eval source'.split(
    ' ',
  ),
);
/** Words that may precede the program that is meant. */
const PREFIX = /^(?:sudo|env|exec|command|-.*|\w+=.*)$/s;
/** The text of a shell begins behind it. */
const TEXT_OPTION = /^-(?:[a-z]{0,8}c|command)$/i;

/** Into an interpreter by a pipe, or as its text: `curl x | sh`, `sh -c "$(curl x)"`, `bash <(curl x)`, `iex (irm x)`. */
function isDownloadAndRun(text: string): boolean {
  let hasDownload = false;
  let before = '';
  const parts = text.split(/([|`(;&\n])/); // every second one is a sign
  for (let at = 0; at < parts.length; at += 2) {
    const sign = parts[at - 1];
    const words = (parts[at] ?? '').split(/[\s"'$<>]+/).filter(Boolean);
    const program = programOf(words.find((word) => !PREFIX.test(word)) ?? '');
    if (sign === '|' && hasDownload && INTERPRETERS.has(program)) return true;
    const isText = INTERPRETERS.has(programOf(before)) || TEXT_OPTION.test(before);
    if ((sign === '(' || sign === '`') && isText && DOWNLOADERS.has(program)) return true;
    hasDownload ||= words.some((word) => DOWNLOADERS.has(programOf(word)));
    before = words.at(-1) ?? '';
  }
  return false;
}
