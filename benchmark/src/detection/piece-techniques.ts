import { inLines, inText, isSure, isToken, toBase32, halves, type Technique } from './technique.js';
import type { CutSample } from './samples.js';

/* Tokens that are cut, glued, turned around or filled up. */

const cutAt = (joint: string) => (value: string) => halves(value).join(joint);
const behind = (prefix: string) => (text: string) => text.replace(/^/gm, prefix);
const between = (mark: string) => (value: string) => Array.from(value).join(mark);
const reverse = (value: string): string => Array.from(value).toReversed().join('');
/** The commonest tokens: others are looked for as they are written. */
const COMMON =
  /^(?:A[KS]IA|gh[pousr]_|github_pat_|glpat-|xox[bp]-|[sr]k_live_|sk-(?:ant|proj)-|AIza|npm_|pypi-|dop_v1_|shpat_|GOCSPX-)/;
const isCommon = (value: string, sample: CutSample): boolean => isToken(value, sample) && COMMON.test(value);

/** A key on lines of its own. */
const isKey = (value: string, { before }: CutSample): boolean =>
  /^-----BEGIN [\w ]{1,40}-----\n[\w+/=\n]{40}[^"]*$/.test(value) && (before === '' || before.endsWith('\n'));

const swapCase = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());

/** The labels of a host name have 63 characters at most. */
const inLabels = (code: string): string => `${inLines(40)(code).replaceAll('\n', '.')}.evil.example`;
const inSegments = (code: string): string => `/${inLines(40)(code).replaceAll('\n', '/')}/index.html`;
const toHex = (value: string): string => Buffer.from(value).toString('hex');
const toBase64Url = (value: string): string => Buffer.from(value).toString('base64url');

export const PIECES: readonly Technique[] = [
  inText(
    'joined in code',
    (value) => `${JSON.stringify(value.slice(0, 4))} + ${JSON.stringify(value.slice(4))}`,
    isSure,
  ),
  inText('joined by full stops', (value) => `'${cutAt("' . '")(value)}'`, isToken),
  inText('adjacent literals', (value) => `"${cutAt('" "')(value)}"`, isToken),
  inText('adjacent literals, lines', (value) => `("${cutAt('"\n      "')(value)}")`, isToken),
  inText('empty quotes', cutAt('""'), isToken),
  inText('continued lines', cutAt('\\\n'), isToken),
  inText('joined by ~', (value) => `"${cutAt('" ~ "')(value)}"`, isToken),
  inText('templates', (value) => `\`${cutAt("${''}")(value)}\``, isToken),
  inText('lines of 16', inLines(16), isToken),
  inText('lines of 16 behind >', (value) => behind('> ')(inLines(16)(value)), isToken),
  inText(
    'lines of 16 behind a time',
    (value) => `\n${behind('2026-03-01T10:11:12Z out: ')(inLines(16)(value))}\n`,
    isToken,
  ),
  inText('keys behind #', behind('# '), isKey),
  inText('keys behind *', behind(' * '), isKey),
  inText('keys behind a time', behind('2026-03-01T10:11:12Z build | '), isKey),
  inText('bidi override', (value) => `\u202e${reverse(value)}\u202c`, isToken),
  inText('backwards', reverse, isCommon),
  inText('pictographs between', between('😀'), isToken),
  inText('section signs between', between('§'), isToken),
  inText('# between', between('#'), isToken),
  inText('padded with letters', (value) => `x${value}yyy`, isCommon),
  inText('prefix in another case', (value) => value.replace(COMMON, swapCase), isCommon),
  inText('labels of a host, hex', (value) => inLabels(toHex(value)), isToken),
  inText('labels of a host, base32', (value) => inLabels(toBase32(value).toLowerCase()), isToken),
  inText('labels of a host, base64url', (value) => inLabels(toBase64Url(value)), isToken),
  inText('segments of a path, hex', (value) => inSegments(toHex(value)), isToken),
  inText('segments of a path, base64url', (value) => inSegments(toBase64Url(value)), isToken),
];
