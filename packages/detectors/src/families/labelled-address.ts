import type { Hit, Rule, Site } from '../detector.js';
import { byKey, digitBehind } from '../rules/person-label.js';
import { hit } from '../rules/verify.js';

/* Addresses behind a word for one: a street with a number, or a number with a postal code and a town. */

const LATIN = String.raw`(?<!\p{L}|ip[ -]|mac[ -])(?:\p{L}{0,10}adres{1,2}[eaăiy]?(?:n|r)?|anschrift|wohnhaft|direcci[oó]n|domicili\p{L}{1,4}|indirizzo|residen\p{L}{1,4}|endere[cç]o|morada|\p{L}{0,5}osoite|osoitteessa|(?:lak)?c[ií]me?|lak[óo]?hely(?:e)?|bop(?:æ|ae)l|bydli[sš]t[eě]|bosatt|bor (?:i|på)|zamieszka[lł]\p{L}{1,2}|demeurant|habit[eo]|abita|vive|reside|asuu|woont|woonachtig|wonende|alamat|[dđ][iị]a ch[iỉ])(?!\p{L})`;
const OTHERS =
  '(?<![а-яёі])(?:[Аа]дрес[аиу]?|[Мм]есто жительства)(?![а-яёі])|[Пп]рожива[еє]т?|[Δδ]ιεύθυνση|عنوان|כתובת|住所|住址|地址|주소|거주지';
const LABEL = new RegExp(LATIN, 'iu');
const FOREIGN_LABEL = new RegExp(OTHERS);

/** `12`, `12 B`, `10/5`, `nr. 25`, `д. 5`. */
const HOUSE = String.raw`(?:(?:[Nn][º°]|[Nn]r|[Nn]o|n|д|буд|№)\.?:? ?)?\d{1,4}(?:[-/]\d{1,4})?(?: ?[A-Za-z](?![\p{L}\d]))?(?![\p{L}\d:]|[.,]\d| ?%)`;
/** Words that begin the name of a street. */
const FIRST =
  "[Rr]ue|[Aa]v(?:enue|enida|da|\\.)|[Bb](?:oulevard|ulevardul|vd|d)|[Aa]llée|[Ii]mpasse|[Cc]hemin|[Qq]uai|[Cc]ours|[Rr]oute(?= (?:d[eu]s? |d')?(?:l[ae] )?\\p{Lu})|[Pp]lace|[Vv]ia(?= \\p{Lu})|[Vv]iale|[Pp]iazza|Corso|Vicolo|Largo|[Cc]alle|C/|[Pp]laza|[Pp]aseo|Rua|R(?=\\. )|[Tt]ravessa|[Pp]raça|[Uu]lica|[Uu]l|[Aa]l|[Oo]s|[Aa]leja|[Pp]lac|nám|náměstí|[Ss]tr(?:ada|(?=\\.))|Calea|[Șș]oseaua|[Aa]leea|Jl|Jalan|Οδός|[Уу]л(?:ица)?|[Пп]р-т|[Пп]росп|[Пп]росп?ект|[Пп]ер|[Пп]ереулок|[Бб]-р|[Бб]ульвар|[Шш]оссе|[Нн]аб|[Вв]ул(?:иця)?|شارع|רחוב|שד'|שדרות";
/** Ends of its name, joined to the word before or not. */
const JOINED =
  'gatan?|vägen|väg|gränd|torge?t?|stigen|backen|vej(?:en)?|gaden?|allé|plads|veien|vei|gata?|gate|plass|katu|tie|kuja|polku|straat|laan|plein|gracht|kade|stra(?:ß|ss)e|str\\.|weg|platz|allee|gasse|ring|damm|ufer';
const APART =
  'utca|u\\.|ул\\.|пр\\.|просп\\.|út(?:ja)?|tér|körút|[Cc]ad(?:desi|\\.)|[Ss]ok(?:ak|ağı|\\.)|[Mm]ah(?:allesi|\\.)|[Bb]ulvarı|проспект|переулок|улица|бульвар|шоссе|Street|Road|Avenue|Lane';
const NAME = '[^\\d\\n,;:!?()]';
const HAN = '[\u3400-\u9fff]';
const STREET = new RegExp(
  [
    String.raw`(?<![\d.])\d{1,4}(?: ?(?:bis|ter|[A-D])(?!\p{L}))?,? (?:${FIRST})(?!\p{L})\.? ?${NAME}{2,40}`,
    String.raw`(?<!\p{L})(?:${FIRST})(?!\p{L})\.? ?\p{L}${NAME}{1,40},? ?${HOUSE}`,
    String.raw`\p{Lu}[^\s\d,;]{1,24}(?:${JOINED}) ${HOUSE}`,
    String.raw`\p{Lu}${NAME}{1,30} (?:${JOINED}|${APART}),? ?${HOUSE}`,
    String.raw`(?:〒?\d{3}-\d{4} ?)?${HAN}{1,4}[都道府県市](?:${HAN}|[\u3041-\u30ff]){1,16}\d{1,4}[\d丁目番地号条西東南北-]{0,12}`,
    String.raw`${HAN}{2,20}[路街道巷弄段园区]\d{1,5} ?[号號弄]?|${HAN}{2,20}[路街道巷] \d{1,5} ?[号號]`,
    String.raw`[가-힣]{2,8} (?:[가-힣]{1,6}[시구군읍면] ){1,3}[가-힣\d]{1,10}[로길동리] \d{1,5}(?:-\d{1,4})?`,
  ].join('|'),
  'u',
);
const TOWN = String.raw`[\p{Lu}\p{Lo}][^\s\d,;:!?()]{1,24}(?: (?:\p{L}{1,3} )?[\p{Lu}\p{Lo}][^\s\d,;:!?()]{1,20}| [A-Z])?(?: \([A-Z]{2}\))?`;
const CODE = String.raw`(?:[A-Z]{1,2}-)?(?:\d{4} ?[A-Z]{2}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4,7})`;
const POSTAL = new RegExp(
  String.raw`(?<![\d.])(?:${CODE},? (?:[гм]\. ?)?${TOWN}(?: \d(?!\d))?|${TOWN}[ ,-]{1,3}${CODE})(?![\p{L}\d]|[-.:]\d)`,
  'u',
);
const NUMBERED = new RegExp(String.raw`(?<!\p{L})\p{L}${NAME}{1,36},? ${HOUSE}|^\d{1,4}[ ,]`, 'u');

const MAX_ADDRESS = 110;
/** Between the label and the address, and where that begins. */
const BEFORE = /^(?:[^.!?\d]|(?<=(?<!\p{L})\p{L})\.){0,40}(?:(?<![\p{L}\p{N}])|(?<=[はが은는]))$/u;

/** The address in what stands behind a label. */
function within(run: string): { readonly start: number; readonly end: number } | undefined {
  const street = STREET.exec(run);
  const postal = POSTAL.exec(run);
  const rest = street ?? (postal && NUMBERED.exec(run.slice(0, postal.index)));
  if (!rest) return undefined;
  const ends = [rest, postal].map((each) => (each ? each.index + each[0].length : 0));
  const start = Math.min(rest.index, postal?.index ?? rest.index);
  return { start, end: Math.max(...ends) };
}

/** Signs and tags behind a label. */
const OPENING = /(?:<\/?\w{1,8}>|[ \t"'*_|:：=-]){0,10}/y;

/** A label that begins in so many characters before the site, and the address behind it. */
const findBehind =
  (label: RegExp, before: number, after: number) =>
  ({ text, start }: Site): Hit | undefined => {
    if (digitBehind(text, start, MAX_ADDRESS) === undefined) return undefined; // No address goes without a number.
    const at = Math.max(0, start - before);
    const found = label.exec(text.slice(at, start + after));
    return found ? readAt(text, at + found.index + found[0].length) : undefined;
  };

function readAt(text: string, label: number): Hit | undefined {
  OPENING.lastIndex = label;
  const from = label + (OPENING.exec(text)?.[0].length ?? 0);
  const behind = text.slice(from, from + MAX_ADDRESS);
  const run = behind.slice(0, behind.search(/[\n"<>|;{}=\\]|$/));
  const found = /\d/.test(run) ? within(run) : undefined;
  if (!found || !BEFORE.test(run.slice(0, found.start))) return undefined;
  const colon = /^[^:：]{0,24}[:：][ *_]{0,4}/.exec(run.slice(0, found.start));
  return hit({ start: from + (colon?.[0].length ?? found.start), end: from + found.end }, 0.85);
}

const ANCHORS =
  'adres,anschrift,wohnhaft,direcci,domicili,indirizzo,residen,endere,morada,osoite,lakc,lakhely,hely: ,hely 1,m: 1,m: 2,m: 3,m: 4,m: 5,m: 6,m: 7,m: 8,m: 9,bopael,bop,bydli,bosatt,bor i,bor p,zamieszka,demeurant,habite,abita ,vive en,reside,asuu ,woont ,woonachtig,wonende,alamat,a ch'.split(
    ',',
  );
const KEY =
  /(?<!\p{L})(?:address|adress|adresse?|adres[aăi]?|anschrift|direcci[oó]n|domicilio|indirizzo|residenza|endere[cç]o|morada|osoite|lakc[ií]me?|bydli[sš]t[eě]|bop(?:æ|ae)l|alamat|адреса?|住所|住址|地址|주소|عنوان|כתובת)$/u;

/** The type `address` has these rules. */
export const LABELLED_ADDRESSES: readonly Rule[] = [
  { anchors: ANCHORS, digitWithin: MAX_ADDRESS, verify: findBehind(LABEL, 12, 20) },
  {
    anchors: '0123456789:'.split(''),
    isBehindForeign: true,
    digitWithin: MAX_ADDRESS,
    verify: findBehind(FOREIGN_LABEL, 40, 1),
  },
  byKey(KEY, (value) => within(value) !== undefined),
];
