/**
 * What makes a careless search slow: one piece of text again and again, which begins something
 * that never ends, looks like a value at every place, or can be read in other ways.
 */
export const FLOODS: Readonly<Record<string, string>> = {
  'beginnings of private keys': '-----BEGIN ',
  'whole headers of private keys': '-----BEGIN PRIVATE KEY-----\n',
  'open quotes behind a label': 'token="',
  'labels without a value': 'password: ',
  'beginnings of credentials': 'AKIA',
  'beginnings of tokens': 'eyJhbGci.',
  'URLs with a login': 'https://a:b@',
  'single digits': '1 1 1 ',
  'cards without a check digit': '4111 1111 1111 1112 ',
  'social security numbers': '123-45-6780 ',
  'beginnings of account numbers': 'DE89 ',
  'letters and dots': 'a.',
  'at signs': '@',
  'addresses without an end': 'a@b.',
  'addresses in words': 'x at y dot ',
  'one letter': 'a',
  words: 'lorem ipsum dolor ',
  'words of seed phrases': 'abandon ',
  'Cyrillic words': 'ключ ',
  'look-alike letters': 'aр', // the second one is Cyrillic
  'characters without width': 'a\u200b',
  'tag characters': '\u{e0041}',
  'terminal escapes': '\u001b[0m',
  'JSON escapes': String.raw`\u0041`,
  backslashes: '\\',
  'HTML entities': '&#65;',
  'percent encoding': '%41',
  'percent encoding, twice': '%2541',
  'quoted-printable': '=41',
  base64: 'QUFB',
  'base64 in pieces': 'QUFBQUFBQUFB== ',
  hex: '41',
  'hex in pairs': '0x41,',
  'spaced characters': 'a b c ',
  'JSON in a string': '{"a":1},',
};

/** @param length in characters, exactly */
export const createFlood = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
