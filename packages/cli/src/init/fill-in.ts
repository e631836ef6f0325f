import { showText } from '../output/show-text.js';
import { unclear, type OurText, type Staying } from './our-text.js';

/** The sources of variables, and the form of what a client replaces. */
export interface Filling {
  readonly placeholder: RegExp;
  readonly valueOf: (variable: string) => string | undefined;
}

/** `${NAME}`, `${env:NAME}`, `${NAME:-default}`, and what some clients have beside: `{env:NAME}`, `$NAME`. */
const VARIABLE =
  /\$\{(?:env:)?([A-Za-z_]\w{0,127})(?::-([^{}]{0,512}))?\}|\{env:([A-Za-z_]\w{0,127})\}|\$([A-Za-z_]\w{0,127})/g;

/**
 * A text as its client would send it: in pieces, of which the values of variables are secrets under their names.
 * It stays if only the client knows a value.
 */
export function fillIn(text: string, { placeholder, valueOf }: Filling): readonly OurText[] | Staying {
  const pieces: OurText[] = [];
  let at = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const [whole, braced, fallback, inBraces, bare] = match;
    const name = braced ?? inBraces ?? bare;
    if (name === undefined || (braced === undefined && !placeholder.test(whole))) continue;
    const value = valueOf(name) ?? fallback;
    if (value === undefined) return unclear(`its client fills in ${name}, which is not set in this terminal`);
    if (/[\r\n\0]/.test(value)) return unclear(`${name} has several lines, which the secrets file cannot hold`);
    pieces.push({ kind: 'plain', text: text.slice(at, match.index) });
    pieces.push(valueOf(name) === undefined ? { kind: 'plain', text: value } : { kind: 'secret', text: value, name });
    at = match.index + whole.length;
  }
  pieces.push({ kind: 'plain', text: text.slice(at) });
  const open = pieces.find((piece) => piece.kind === 'plain' && isOpen(piece.text, placeholder));
  if (open?.kind === 'plain') return unclear(`only its client knows a value in ${showText(text)}`);
  return pieces.filter((piece) => piece.kind !== 'plain' || piece.text !== '');
}

const isOpen = (text: string, placeholder: RegExp): boolean => text.includes('${') || placeholder.test(text);
