/** The login that a server asks for (RFC 6750, section 3; RFC 9728, section 5.1). */
export interface Challenge {
  readonly resourceMetadata: string | undefined;
  readonly scope: string | undefined;
  readonly error: string | undefined;
}

/** A longer header says nothing to us. */
const MAX_CHARS = 8192;

const NAME = /[!#$%&'*+.^_`|~\dA-Za-z-]+/y;
const SPACE = /[ \t]*/y;
/** A value without quotes is a token; servers write URLs without quotes too. */
const BARE = /[^\s,"]+/y;

/** The first Bearer challenge of a `WWW-Authenticate` header; a parameter that is there twice counts once, the first time. */
export function readChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined || header.length > MAX_CHARS) return undefined;
  const bearer = challengesOf(header).find(({ scheme }) => scheme === 'bearer');
  if (!bearer) return undefined;
  const { parameters } = bearer;
  return {
    resourceMetadata: parameters.get('resource_metadata'),
    scope: parameters.get('scope'),
    error: parameters.get('error'),
  };
}

interface Parsed {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** RFC 9110, section 11.6.1: a name is a parameter if `=` follows, and the scheme of another challenge if not. */
function challengesOf(text: string): readonly Parsed[] {
  const found: Parsed[] = [];
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [match = ''] = pattern.exec(text) ?? [];
    at += match.length;
    return match;
  };
  while (at < text.length) {
    take(SPACE);
    const name = take(NAME).toLowerCase();
    const afterName = at;
    take(SPACE);
    if (name === '') at = afterName + 1; // a comma, or what is no challenge
    else if (text[at] !== '=') found.push({ scheme: name, parameters: new Map() });
    else {
      at++;
      take(SPACE);
      const value = text[at] === '"' ? takeQuoted() : take(BARE);
      const parameters = found.at(-1)?.parameters;
      if (parameters && !parameters.has(name)) parameters.set(name, value);
    }
  }
  return found;

  function takeQuoted(): string {
    let value = '';
    for (at++; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\') at++;
      value += text[at] ?? '';
    }
    at++;
    return value;
  }
}
