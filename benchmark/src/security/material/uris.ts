import type { Random } from '../harness/random.js';

/** One resource as URIs that some reader takes for the same. */
export interface UriSpelling {
  readonly how: string;
  readonly uri: string;
}

const encode = (character: string): string => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
const encodeAll = (text: string): string => Array.from(text).map(encode).join('');
const again = (text: string): string => text.replaceAll('%', '%25');
/** In letters that NFKC turns into ASCII. */
const fullWidth = (text: string): string =>
  Array.from(text)
    .map((character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0))
    .join('');

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly steps: readonly string[];
}

const join = ({ scheme, host, steps }: Parts): string => `${scheme}://${host}/${steps.join('/')}`;

/** Where dot segments may be, in the encodings in which a reader still takes them for dots. */
const DOTS: Readonly<Record<string, readonly [here: string, up: string]>> = {
  plain: ['.', '..'],
  encoded: ['%2e', '%2e%2e'],
  'encoded in capitals': ['%2E', '%2E%2E'],
  'encoded by half': ['%2e', '.%2e'],
  'encoded by the other half': ['.', '%2e.'],
  'encoded twice': ['%252e', '%252e%252e'],
  'encoded three times': ['%25252e', '%25252e%25252e'],
  'in full width': ['\uff0e', '\uff0e\uff0e'],
  'in full width, encoded': ['%EF%BC%8E', '%EF%BC%8E%EF%BC%8E'],
};
const SLASHES: Readonly<Record<string, string>> = {
  slashes: '/',
  'encoded slashes': '%2f',
  'slashes encoded twice': '%252F',
  backslashes: '\\',
  'encoded backslashes': '%5c',
  'full-width slashes': '\uff0f',
};

interface Uri extends Parts {
  readonly uri: string;
}

type Spell = (how: string, change: Partial<Parts>) => UriSpelling;
type Some = (text: string, change: (character: string) => string) => string;

/** Spellings of a URI with two or more steps. */
export function uriSpellingsOf(uri: string, random: Random): readonly UriSpelling[] {
  const [, scheme = '', host = '', path = ''] = /^([a-z]+):\/\/([^/]*)\/(.*)$/.exec(uri) ?? [];
  const parts: Uri = { uri, scheme, host, steps: path.split('/') };
  const some: Some = (text, change) => {
    const at = random.below(text.length);
    return text.slice(0, at) + change(text.charAt(at)) + text.slice(at + 1);
  };
  const spelt: Spell = (how, change) => ({ how, uri: join({ ...parts, ...change }) });
  return [
    { how: 'as it is', uri },
    ...withDots(parts),
    ...encoded(parts, spelt, some),
    ...inOtherLetters(parts, spelt, some),
    ...withMore(parts),
    ...(scheme === 'file' ? ofFiles(parts, spelt) : scheme === 'https' ? ofHosts(parts, spelt, some) : []),
  ];
}

const withDots = ({ scheme, host, steps }: Parts): readonly UriSpelling[] =>
  Object.entries(DOTS).flatMap(([how, [here, up]]) =>
    Object.entries(SLASHES).flatMap(([slashes, slash]) => {
      const by = `with dots ${how} and ${slashes}`;
      return [
        { how: `${by}, up and down`, uri: `${scheme}://${host}/public${slash}${up}${slash}${steps.join(slash)}` },
        {
          how: `${by}, twice up`,
          uri: `${scheme}://${host}/srv${slash}data${slash}${up}${slash}${up}${slash}${steps.join(slash)}`,
        },
        { how: `${by}, here`, uri: `${scheme}://${host}/${here}${slash}${steps.join(slash)}` },
        { how: `${by}, here inside`, uri: `${scheme}://${host}/${steps.join(`${slash}${here}${slash}`)}` },
        { how: `${by}, above the root`, uri: `${scheme}://${host}/${up}${slash}${up}${slash}${steps.join(slash)}` },
      ];
    }),
  );

function encoded({ steps }: Parts, spelt: Spell, some: Some): readonly UriSpelling[] {
  return [
    spelt('with two slashes', { steps: steps.flatMap((step, index) => (index === 0 ? [step] : ['', step])) }),
    spelt('with two slashes in front', { steps: ['', ...steps] }),
    spelt('all encoded', { steps: steps.map(encodeAll) }),
    spelt('all encoded twice', { steps: steps.map((step) => again(encodeAll(step))) }),
    spelt('all encoded three times', { steps: steps.map((step) => again(again(encodeAll(step)))) }),
    spelt('all encoded with its slashes', { steps: [encodeAll(steps.join('/'))] }),
    ...[1, 2, 3, 4].map((index) =>
      spelt(`with one letter encoded (${index})`, { steps: steps.map((step) => some(step, encode)) }),
    ),
    ...[1, 2].map((index) =>
      spelt(`with one letter encoded twice (${index})`, {
        steps: steps.map((step) => some(step, (character) => again(encode(character)))),
      }),
    ),
    spelt('in full width', { steps: steps.map(fullWidth) }),
    ...[1, 2].map((index) =>
      spelt(`with one full-width letter (${index})`, { steps: steps.map((step) => some(step, fullWidth)) }),
    ),
  ];
}

function inOtherLetters({ scheme, steps }: Parts, spelt: Spell, some: Some): readonly UriSpelling[] {
  return [
    spelt('with a scheme in capitals', { scheme: scheme.toUpperCase() }),
    spelt('with a mixed scheme', { scheme: scheme.charAt(0).toUpperCase() + scheme.slice(1) }),
    ...['\u200b', '\u00ad', '\u2060', '\ufeff', '\u{e0061}', '\ufe0f'].map((one) =>
      spelt(`with an invisible character ${encodeURIComponent(one)}`, {
        steps: steps.map((step) => step.slice(0, 1) + one + step.slice(1)),
      }),
    ),
    spelt('with an encoded invisible character', {
      steps: steps.map((step) => `${step.slice(0, 1)}%E2%80%8B${step.slice(1)}`),
    }),
    spelt('in capitals', { steps: steps.map((step) => step.toUpperCase()) }),
    spelt('with one capital', { steps: steps.map((step) => some(step, (character) => character.toUpperCase())) }),
  ];
}

function withMore({ uri, scheme, host, steps }: Uri): readonly UriSpelling[] {
  return [
    { how: 'with a NUL behind it', uri: `${uri}%00.txt` },
    { how: 'with a raw NUL behind it', uri: `${uri}\0.txt` },
    { how: 'with a NUL inside', uri: uri.slice(0, -1) + String.raw`%00` + uri.slice(-1) },
    { how: 'with a line end behind it', uri: `${uri}\n` },
    { how: 'with an encoded line end behind it', uri: `${uri}%0a` },
    { how: 'with a tab inside', uri: `${uri.slice(0, -2)}\t${uri.slice(-2)}` },
    { how: 'with white space before it', uri: ` ${uri}` },
    { how: 'with white space behind it', uri: `${uri} ` },
    { how: 'with a query', uri: `${uri}?a=b` },
    { how: 'with a fragment', uri: `${uri}#a` },
    { how: 'with both', uri: `${uri}?a=/x/#../y` },
    { how: 'with an encoded query', uri: `${uri}%3Fa` },
    { how: 'with backslashes', uri: uri.replaceAll('/', '\\') },
    { how: 'with some backslashes', uri: `${scheme}://${host}\\${steps.join('\\')}` },
    { how: 'with broken encoding behind it', uri: `${uri}%ff%fe` },
  ];
}

function ofFiles({ steps }: Parts, spelt: Spell): readonly UriSpelling[] {
  const letters = steps.join('/');
  return [
    spelt('of localhost', { host: 'localhost' }),
    spelt('of LOCALHOST', { host: 'LOCALHOST' }),
    spelt('of another host', { host: '127.0.0.1' }),
    spelt('of a full-width localhost', { host: fullWidth('localhost') }),
    { how: 'with one slash', uri: `file:/${letters}` },
    { how: 'without a slash', uri: `file:${letters}` },
    { how: 'with four slashes', uri: `file:////${letters}` },
    { how: 'with five slashes', uri: `file://///${letters}` },
  ];
}

function ofHosts({ scheme, host, steps }: Parts, spelt: Spell, some: Some): readonly UriSpelling[] {
  const letters = steps.join('/');
  return [
    spelt('with its port', { host: `${host}:443` }),
    spelt('with a dot behind the host', { host: `${host}.` }),
    spelt('with a host in capitals', { host: host.toUpperCase() }),
    spelt('with an encoded host', { host: some(host, encode) }),
    spelt('with a full-width host', { host: fullWidth(host.replaceAll('.', '')).slice(0, 1) + host.slice(1) }),
    spelt('with an ideographic full stop', { host: host.replace('.', '\uff0e') }),
    { how: 'with one slash', uri: `${scheme}:/${host}/${letters}` },
    { how: 'without slashes', uri: `${scheme}:${host}/${letters}` },
    { how: 'with three slashes', uri: `${scheme}:///${host}/${letters}` },
    { how: 'with a backslash', uri: `${scheme}:\\\\${host}/${letters}` },
  ];
}
