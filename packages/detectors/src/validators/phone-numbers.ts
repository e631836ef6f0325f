/* Which digits can be a telephone number. */

// Country codes and how many digits follow them. ITU-T E.164, "Dialling procedures" (annex to the Operational Bulletin 994)
// and the national numbering plans of its members: https://www.itu.int/oth/T0202.aspx?parent=T0202.
const LENGTHS: ReadonlyMap<string, readonly [number, number]> = new Map(
  `1:10 7:10 20:8-10 27:9 30:10 31:9 32:8-9 33:9 34:9 36:8-9 39:6-11 40:9 41:9 43:4-13 44:7-10 45:8 46:7-13 47:5-12
  48:9 49:5-13 51:8-9 52:10 53:6-8 54:10-11 55:10-11 56:9 57:8-10 58:10 60:7-10 61:9 62:8-12 63:8-10 64:8-10 65:8-12
  66:8-9 81:9-10 82:8-11 84:7-10 86:5-12 90:10 91:10 92:8-11 93:9 94:9 95:7-10 98:10 211:9 212:9 213:8-9 216:8 218:8-9
  220:7 221:9 222:8 223:8 224:8-9 225:10 226:8 227:8 228:8 229:8-10 230:7-8 231:7-9 232:8 233:9 234:7-10 235:8 236:8
  237:8-9 238:7 239:7 240:9 241:7-8 242:9 243:9 244:9 245:7-9 246:7 247:4-6 248:7 249:9 250:8-9 251:9 252:6-9 253:8
  254:7-10 255:9 256:9 257:8 258:8-9 260:9 261:9 262:9 263:5-10 264:7-10 265:7-9 266:8 267:7-8 268:8-9 269:7 290:4-5
  291:7 297:7 298:6 299:6 350:8 351:9 352:4-11 353:7-9 354:7-9 355:7-9 356:8 357:8-11 358:5-12 359:7-9 370:8 371:7-8
  372:7-10 373:8 374:8 375:9-10 376:6-9 377:8-9 378:6-10 380:9 381:8-12 382:8-12 383:8-9 385:8-12 386:8 387:8-9 389:8
  420:9-12 421:9 423:7-9 500:5 501:7 502:8 503:7-8 504:8 505:8 506:8 507:7-8 508:6-9 509:8 590:9 591:8 592:7 593:8-9
  594:9 595:7-9 596:9 597:6-7 598:8 599:7-8 670:7-8 672:5-6 673:7 674:7 675:7-8 676:5-7 677:5-7 678:5-7 679:7 680:7
  681:6-9 682:5 683:4-7 685:5-10 686:5-8 687:6 688:5-7 689:6-8 690:4-7 691:7 692:7 800:8 808:8 850:6-10 852:4-9 853:7-8
  855:8-9 856:8-10 870:9 878:10 880:6-10 881:8-10 882:7-12 883:7-12 886:8-9 888:8-12 960:7 961:7-8 962:8-9 963:8-10
  964:8-10 965:7-8 966:8-9 967:6-9 968:7-8 970:8-9 971:8-9 972:8-9 973:8 974:7-8 975:7-8 976:7-8 977:8-10 979:9 992:9
  993:8 994:8-9 995:9 996:9 998:9`
    .split(/\s+/)
    .map((row): [string, readonly [number, number]] => {
      const [code = '', least = '', most = least] = row.split(/[:-]/);
      return [code, [Number(least), Number(most)]];
    }),
);
/** No code begins another one. */
const MAX_CODE = 3;

/** Whose numbers begin with a 0 that is dialled from abroad too; elsewhere it is a trunk prefix that was left in. */
const KEEPS_ZERO = new Set(['39', '225', '229', '241', '242', '378']);

/** With its country code, and as long as that code demands. */
export function isInternational(digits: string): boolean {
  for (let length = 1; length <= MAX_CODE; length++) {
    const code = digits.slice(0, length);
    const lengths = LENGTHS.get(code);
    if (lengths) return isOfCountry(code, digits.slice(length), lengths) && isVaried(digits);
  }
  return false;
}

function isOfCountry(code: string, rest: string, [least, most]: readonly [number, number]): boolean {
  if (code === '1') return NANP.test(rest);
  const { length } = rest.startsWith('0') && !KEEPS_ZERO.has(code) ? rest.slice(1) : rest;
  return length >= least && length <= most;
}

// Area and exchange do not begin with 0 or 1, nor is either a service such as 911:
// https://www.nanpa.com/numbering/numbering-plan-area-codes. No city has the area 555, which stands in every manual.
export const NANP: RegExp = /^(?:(?!.11|...[2-9]11)[2-9][0-8]\d[2-9]|555\d)\d{6}$/;

/** Not all the same from the fourth digit on, as in samples of forms. */
export const isVaried = (digits: string): boolean => !/^.{0,3}(\d)\1+$/.test(digits);

/** As people of one country write it, which says a telephone only where a label says so. */
export const isNational = (digits: string): boolean =>
  /^0[1-9]\d{6,10}$/.test(digits) || // a trunk prefix
  (/^[2-9]\d{7,9}$/.test(digits) && !DAY.test(digits) && !LIMITS.has(digits)) ||
  /^1[38]00\d{6}$/.test(digits) || // what costs the caller little, in Australia
  /^1[3-9]\d{9}$/.test(digits) || // a mobile of China
  /^[1-9]{2}9\d{8}$/.test(digits) || // a mobile of Brazil
  /^8[3-9]\d{9}$/.test(digits) || // the trunk prefix of Russia
  (digits.startsWith('1') && NANP.test(digits.slice(1))) ||
  (digits.length > 11 && isInternational(digits.replace(/^0(?:0|11)/, '')));
/** The largest integers of 31 and 32 bits. */
const LIMITS = new Set(['2147483647', '2147483648', '4294967295', '4294967296']);
/** `20260115` */
const DAY = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;

/** As the people of one place write it, or of a small country. */
export const isLocal = (digits: string): boolean => /^[2-9]\d{4,7}$/.test(digits) && !DAY.test(digits);
