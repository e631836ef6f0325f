import type { Hit, Rule, Site } from '../detector.js';
import { byKey } from '../rules/person-label.js';
import { hit } from '../rules/verify.js';

/* Postal codes: a few digits or letters, which only a label tells from anything else. */

// Universal Postal Union, "Addressing solutions" (https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions).
const CODE = [
  String.raw`(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{4})?`, // most countries, and ZIP+4
  String.raw`\d{3}[ -]\d{2,4}`, // Sweden, Czechia, Greece; India; Japan
  String.raw`\d{2}-\d{3}`, // Poland
  String.raw`\d{5}-?\d{3}`, // Brazil
  String.raw`\d{6,7}`, // India, China, Russia; Israel
  String.raw`\d{4} ?[A-Z]{2}`, // the Netherlands
  String.raw`[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|GIR ?0AA`, // the United Kingdom
  String.raw`[A-Z]\d[A-Z][ -]?\d[A-Z]\d`, // Canada
  String.raw`[A-Z]\d[\dW] ?[A-Z\d]{4}`, // Ireland
].join('|');
const END = String.raw`(?![\p{L}\p{N}]|[-./,]\d| ?%)`;

/** Names that say enough; each begins with what the engine looks for, or has that behind a look back. */
const SURE = [
  String.raw`zip[ _-]?code|(?<!\p{L})zip ?\+ ?4|(?<!\p{L})plz|post(?:al)?[ _-]?code|postleitzahl`,
  String.raw`postale?(?<=(?:code|c[oó]digo|codice)[ _-]?postale?)|pocztowy(?<=kod[ _-]?pocztowy)|cod po[sș]tal`,
  String.raw`(?<!\p{L})cep(?=\W{1,4}\d{5}-?\d{3})|pin[ _-]?code(?=\W{1,6}[1-9]\d{2} ?\d{3}(?!\d))`,
  String.raw`postnummer|postnr|postinumero|posta[ _-]?kodu|kode[ _-]?pos|eircode|tanski broj(?<=po[sš]tanski broj)|tna [sš]tevilka`,
].join('|');
/** Words of other things too: `unzip`, `cap: 10000`. */
const WEAK = String.raw`(?<!\p{L})(?:zip|cap|c\.p\.)`;
const ASSIGNS = String.raw`["'*_]{0,3}(?:\s?(?::|=>?|>|\||[-–])|[ \t](?:is|ist|est|es|è|é|to)(?= ))[ \t]{0,3}["'*_]{0,3}`;
const LABELLED = new RegExp(
  String.raw`(?:(?:${SURE})\.?(?: ?\([^()\n]{1,12}\))?(?:${ASSIGNS}|[ \t]{1,3})|(${WEAK})(?:${ASSIGNS}|[ \t]))(${CODE})${END}`,
  'iuy',
);
const ANCHORS = ['', ' ', '_', '-']
  .flatMap((gap) => [`pin${gap}code`, `post${gap}code`, `posta${gap}kodu`, `kode${gap}pos`])
  .concat('zip,plz,cap,cep,c.p.,postleitzahl,postnummer,postnr,postinumero,eircode,pocztowy,postal'.split(','))
  .concat('cod po', 'tanski broj', 'tna ');

const isVaried = (code: string): boolean => !/^(\w)[\s-]?(?:\1[\s-]?){2,9}$/.test(code);

/** An Italian, Spanish or French one in capitals, or a ZIP code that is assigned; `Zip: 10115 entries` is neither. */
function isWeak(label: string, written: string, code: string, after: string): boolean {
  const isAbbreviated = label.startsWith('CAP') || label.startsWith('C.P');
  const isZip = label.startsWith('Z') && !/^zip\s\w/i.test(written);
  return (isAbbreviated || isZip) && /^\d{5}(?:-\d{4})?$/.test(code) && !/^ \p{Ll}{3}/u.test(after);
}

function findLabelled({ text, start }: Site): Hit | undefined {
  LABELLED.lastIndex = start;
  const match = LABELLED.exec(text);
  if (!match) return undefined;
  const [all, weak, code = ''] = match;
  const end = start + all.length;
  if (!isVaried(code) || (weak !== undefined && !isWeak(weak, all, code, text.slice(end, end + 4)))) return undefined;
  return hit({ start: end - code.length, end }, 0.85);
}

/** In scripts without a word that could be an anchor. */
const FOREIGN =
  /(?:(?:почтовый|поштовий) [иі]ндекс|пощенски код|поштенски број|(?<!\p{L})индекс:|κώδικας|郵便番号|〒|邮编|邮政编码|郵遞區號|우편번호|ไปรษณีย์|מיקוד|الرمز البريدي|पिन कोड|psč|irányítószám)[:： \t]{0,3}$/iu;
const FOREIGN_CODE = new RegExp(String.raw`(?:\d{3}|${CODE})${END}`, 'iuy');

/** The site is the first digit, or a colon before it. */
function findForeign({ text, start }: Site): Hit | undefined {
  const at = text[start] === ':' ? (text[start + 1] === ' ' ? start + 2 : start + 1) : start;
  if (!FOREIGN.test(text.slice(Math.max(0, at - 24), at))) return undefined;
  FOREIGN_CODE.lastIndex = at;
  const code = FOREIGN_CODE.exec(text)?.[0];
  return code !== undefined && isVaried(code) ? hit({ start: at, end: at + code.length }, 0.85) : undefined;
}

const KEY =
  /(?<!\p{L})(?:post ?code|postal ?code|zip(?: ?code)?|plz|postleitzahl|c[oó]digo ?postal|code ?postal|cep|pin ?code|postnummer|kod ?pocztowy|eircode|postinumero|posta ?kodu|codice ?postale|郵便番号|邮编|邮政编码|우편번호|(?:почтовый )?индекс)$/u;
const WHOLE = new RegExp(String.raw`^\s{0,2}(?:[A-Z]{2} )?(?:${CODE})\s{0,2}$`, 'iu');

/** The type `address` has these rules. */
export const POSTAL_CODES: readonly Rule[] = [
  { anchors: ANCHORS, digitWithin: 64, verify: findLabelled },
  { anchors: '0123456789:'.split(''), isBehindForeign: true, verify: findForeign },
  byKey(KEY, (value) => WHOLE.test(value) && isVaried(value.trim())),
];
