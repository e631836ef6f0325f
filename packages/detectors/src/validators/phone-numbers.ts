/* Which digits can be a telephone number. */

// Country codes and how many digits follow them: ITU-T E.164 and the national numbering plans of its members,
// https://www.itu.int/oth/T0202.aspx?parent=T0202. All other codes have 6 to 12.
const LENGTHS = new Map(
  `1:10 7:10 20:8-10 27:9 30:10 31:9 32:8-9 33:9 34:9 36:8-9 39:6-11 40:9 41:9 43:4-13 44:7-10 45:8 46:7-13 47:5-12
  48:9 49:5-13 51:8-9 52:10 53:6-8 54:10-11 55:10-11 56:9 57:8-10 58:10 60:7-10 61:9 62:8-12 63:8-10 64:8-10 65:8-12
  66:8-9 81:9-10 82:8-11 84:7-10 86:5-12 90:10 91:10 92:8-11 93:9 94:9 95:7-10 98:10 212:9 213:8-9 216:8 218:8-9
  220:7 234:7-10 254:7-10 255:9 256:9 260:9 263:5-10 351:9 352:4-11 353:7-9 354:7-9 355:7-9 356:8 357:8-11 358:5-12
  359:7-9 370:8 371:7-8 372:7-10 373:8 374:8 375:9-10 376:6-9 377:8-9 378:6-10 380:9 381:8-12 382:8-12 385:8-12
  386:8 387:8 389:8 420:9-12 421:9 423:7-9 852:4-9 853:7-8 855:8 856:8-10 880:6-10 886:8-9 960:7 961:7-8 962:8-9
  963:8-10 964:8-10 965:7-8 966:8-9 967:6-9 968:7-8 970:8-9 971:8-9 972:8-9 973:8 974:7-8 975:7-8 976:7-8 977:8-10
  992:9 993:8 994:8-9 995:9 996:9 998:9`
    .split(/\s+/)
    .map((row): [string, [number, number]] => {
      const [code = '', least = '', most = least] = row.split(/[:-]/);
      return [code, [Number(least), Number(most)]];
    }),
);
/** All codes of three digits; the others have one (1, 7) or two and are all above. */
const THREE =
  /^(?:2(?:1[12368]|[2346]\d|5[0-8]|9[01789])|3(?:5\d|7[0-8]|8[0-35-79])|42[013]|5[09]\d|6(?:7[02-9]|8[0-35-9]|9[0-2])|8(?:5[02356]|8[06])|9(?:6[0-8]|7[0-79]|9[2-68]))/;

/** With its country code, and as long as that code demands. */
export function isInternational(digits: string): boolean {
  const isThree = THREE.test(digits);
  const code = digits.slice(0, isThree ? 3 : /^[17]/.test(digits) ? 1 : 2);
  const [least, most] = LENGTHS.get(code) ?? (isThree ? [6, 12] : [1, 0]);
  const rest = digits.slice(code.length);
  return rest.length >= least && rest.length <= most && (code !== '1' || NANP.test(rest)) && isVaried(digits);
}

// Area and exchange do not begin with 0 or 1, nor is either a service such as 911:
// https://www.nanpa.com/numbering/numbering-plan-area-codes.
export const NANP: RegExp = /^(?!.11|...[2-9]11)[2-9][0-8]\d[2-9]\d{6}$/;

/** Not all the same from the fourth digit on, as in samples of forms. */
export const isVaried = (digits: string): boolean => !/^.{0,3}(\d)\1+$/.test(digits);

/** As people of one country write it, which says a telephone only where a label says so. */
export const isNational = (digits: string): boolean =>
  /^0[1-9]\d{7,9}$/.test(digits) || // a trunk prefix
  /^[2-9]\d{8,9}$/.test(digits) ||
  /^1[3-9]\d{9}$/.test(digits) || // a mobile of China
  /^[1-9]{2}9\d{8}$/.test(digits) || // a mobile of Brazil
  /^8[3-9]\d{9}$/.test(digits) || // the trunk prefix of Russia
  (digits.startsWith('1') && NANP.test(digits.slice(1))) ||
  (digits.length > 11 && isInternational(digits.replace(/^0(?:0|11)/, '')));
