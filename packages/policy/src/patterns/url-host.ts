/** A host of a list: `example.com`, `*.example.com` for what is below it, or an address; with or without a port. */
export interface Host {
  readonly name: string;
  readonly isWildcard: boolean;
  /** None means the one of the scheme. */
  readonly port: string | undefined;
}

const ENTRY = /^(\*\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;
/** The authority in plain letters, and what follows without white space, controls or backslashes. */
const URL_TEXT =
  /^([Hh][Tt]{2}[Pp][Ss]?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?([/?#][^\s\\\p{C}]*)?$/u;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** `undefined` for a text that names no host, and for a single word, which is more likely a folder. */
export function parseHost(entry: string): Host | undefined {
  const [, wildcard, name = '', port] = ENTRY.exec(entry.toLowerCase()) ?? [];
  const isWildcard = wildcard !== undefined;
  const isName = name.includes('.') || name.startsWith('[') || name === 'localhost';
  // Other spellings of the same address would have to be guessed.
  if (!isName || readHost(`http://${name}:${port ?? 80}/`) !== name || (isWildcard && isAddress(name)))
    return undefined;
  return { name, isWildcard, port };
}

/**
 * A text is a web URL that every reader takes to this host. One that readers take apart differently (userinfo,
 * backslashes, encoded or foreign letters, `0x7f.1`) is at none.
 */
export function isAtHost(text: string, { name, isWildcard, port }: Host): boolean {
  const parts = URL_TEXT.exec(text);
  if (!parts) return false;
  const [, scheme = '', host = '', given, rest = ''] = parts;
  // Old readers look for the end of the authority at a slash only.
  if (!rest.startsWith('/') && rest.includes('@')) return false;
  const plain = host.toLowerCase().replace(/\.$/, '');
  if (readHost(text) !== plain) return false;
  const standard = DEFAULT_PORTS[scheme.toLowerCase()];
  if (Number(given ?? standard) !== Number(port ?? standard)) return false;
  return isWildcard ? plain.endsWith(`.${name}`) && !isAddress(plain) : plain === name;
}

/** The host as the WHATWG reads it, without the dot at its end. */
function readHost(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { hostname, username, password } = new URL(text);
  const host = hostname.replace(/\.$/, '');
  if (username !== '' || password !== '' || host.split('.').includes('')) return undefined;
  return host;
}

/** A host that ends in a number is an address. */
const isAddress = (host: string): boolean => host.startsWith('[') || /(?:^|\.)\d+$/.test(host);
