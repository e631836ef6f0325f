import { findCredentials } from '@mcp-guard/detectors';
import { isRandom, isSecretValue } from './secret-values.js';
import type { OurText } from './our-text.js';

/**
 * The origin of a URL is public. Many servers give each user a URL that is the login itself, so parts of its path count
 * as secret as well as its query.
 */
const ORIGIN = /^\w{1,10}:\/\/[^/?#]{0,512}/;

/** The pieces of a URL, cut at its secrets; joined, they are the same text. */
export const cutUrl = (pieces: readonly OurText[]): readonly OurText[] =>
  pieces.flatMap((piece, index) => (piece.kind === 'plain' ? cutText(piece.text, index > 0) : [piece]));

function cutText(text: string, isInside: boolean): readonly OurText[] {
  const origin = isInside ? '' : (ORIGIN.exec(text)?.[0] ?? '');
  const rest = text.slice(origin.length);
  const mark = rest.indexOf('?');
  const isQuery = mark < 0 && isInside && rest.includes('=');
  const path = isQuery ? '' : mark < 0 ? rest : rest.slice(0, mark);
  return join([plain(origin), ...cutPath(path), ...cutQuery(rest.slice(path.length))]);
}

const cutPath = (path: string): readonly OurText[] =>
  path
    .split('/')
    .flatMap((step, index) => [
      plain(index > 0 ? '/' : ''),
      isRandom(step) || findCredentials([step]).length > 0 ? secret('PATH', step) : plain(step),
    ]);

const cutQuery = (query: string): readonly OurText[] =>
  query.split('&').flatMap((pair, index) => {
    const before = index > 0 ? '&' : '';
    const [, name = '', value = ''] = /^([^=]{0,256}=)([^]*)$/.exec(pair) ?? [];
    if (value === '') return [plain(before + pair)];
    const key = name.replace(/^\?/, '').slice(0, -1);
    return [plain(before + name), isSecretValue(key, value) ? secret(key, value) : plain(value)];
  });

/** `Bearer` and the like stay in sight. */
const SCHEME = /^(?:Bearer|Basic|Token|ApiKey) {1,8}/i;

/** The pieces of a header, cut at its secrets. */
export function cutHeader(name: string, pieces: readonly OurText[]): readonly OurText[] {
  const [only] = pieces;
  if (pieces.length !== 1 || only?.kind !== 'plain') {
    return pieces.map((piece) =>
      piece.kind === 'plain' && isSecretValue('', piece.text.trim()) ? secret(name, piece.text) : piece,
    );
  }
  const scheme = SCHEME.exec(only.text)?.[0] ?? '';
  const value = only.text.slice(scheme.length);
  return isSecretValue(name, value) ? join([plain(scheme), secret(name, value)]) : pieces;
}

/** A part of a header is secret, as a client's file has it. */
export const isSecretHeader = (name: string, value: string): boolean =>
  cutHeader(name, [plain(value)]).some(({ kind }) => kind === 'secret');

/** A URL as a client's file has it, to be shown. */
export const hideUrl = (url: string): string =>
  cutUrl([plain(url)])
    .map((piece) => (piece.kind === 'plain' ? piece.text : '[hidden]'))
    .join('');

const plain = (text: string): OurText => ({ kind: 'plain', text });
const secret = (name: string, text: string): OurText => ({ kind: 'secret', text, name, ofServer: true });

/** Neighbours that are both plain become one. */
function join(pieces: readonly OurText[]): readonly OurText[] {
  const joined: OurText[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === 'plain' && piece.text === '') continue;
    if (piece.kind === 'plain' && last?.kind === 'plain') joined[joined.length - 1] = plain(last.text + piece.text);
    else joined.push(piece);
  }
  return joined;
}
