import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { isMod11, weightedSum } from '../validators/checksums.js';
import { isDay, isYearMonthDay } from '../validators/dates.js';
import { isBritishVat } from '../validators/tax-numbers.js';

/* Tax numbers of Europe outside of the Union, of the Caucasus and of Central Asia. */

/** Federal Law of Kazakhstan 223-III (2007): if the first sum gives ten, the second is taken. */
const isKazakh = (compact: string): boolean => {
  const first = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  const isTen = weightedSum(compact.slice(0, 11), first) % 11 === 10;
  return isMod11(compact, isTen ? [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2] : first);
};

/** Public Services Agency of Moldova: the last digit is the sum of the others, weighed 7, 3 and 1. */
const isMoldovan = (compact: string): boolean =>
  weightedSum(compact.slice(0, 12), [7, 3, 1]) % 10 === Number(compact[12]);

/** Turkish Revenue Administration, e-invoice rules: each digit plus its place counts a power of two by nine. */
function isVkn(compact: string): boolean {
  let sum = 0;
  for (let at = 0; at < 9; at++) {
    const shifted = (Number(compact[at]) + 9 - at) % 10;
    sum += shifted === 9 ? 9 : (shifted * 2 ** (9 - at)) % 9;
  }
  return (10 - (sum % 10)) % 10 === Number(compact[9]);
}

export const taxEurope: Family = {
  name: 'tax-europe',
  detectors: [
    // HMRC, "VAT registration numbers": with GB before it, it is found as a European one
    businessId('gb_vat', 'a UK VAT number', 'vat\\w*', {
      shapes: [...digits(9, 12), '### #### ##', '### #### ## ###'],
      isValid: isBritishVat,
    }),
    // https://www.ujp.gov.mk/
    businessId('mk_edb', 'a Macedonian tax number (EDB)', 'edb|едб|ddv|ддв|даночен број|danočen broj', {
      shapes: digits(13),
      isValid: (compact) =>
        compact.startsWith('4') &&
        ((11 - (weightedSum(compact.slice(0, 12), [7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === Number(compact[12]),
    }),
    // https://www.gov.me/uprava-prihoda-i-carina
    businessId('me_pib', 'a Montenegrin tax number (PIB)', 'pib|пиб|pdv|пдв', {
      shapes: digits(8),
      isValid: (compact) =>
        ((11 - (weightedSum(compact.slice(0, 7), [8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === Number(compact[7]),
    }),
    nationalId('md_idnp', 'a Moldovan personal number (IDNP)', 'idnp|cod(?:ul)? personal', {
      shapes: digits(13),
      isValid: (compact) => /^[029]/.test(compact) && isMoldovan(compact),
    }),
    businessId('md_idno', 'a Moldovan company number (IDNO)', 'idno|cod(?:ul)? fiscal', {
      shapes: digits(13),
      isValid: (compact) => compact.startsWith('1') && isMoldovan(compact),
    }),
    // Ministry of Taxes and Duties of Belarus, order 43 of 2011
    businessId('by_unp', 'a Belarusian tax number (UNP)', 'унп|унн|упн|unp|unn', {
      shapes: digits(9),
      isValid: (compact) =>
        /^[1-79]/.test(compact) &&
        weightedSum(compact.slice(0, 8), [29, 23, 19, 17, 13, 7, 5, 3]) % 11 === Number(compact[8]),
    }),
    nationalId('kz_iin', 'a Kazakh personal number (IIN)', 'иин|жсн|iin', {
      shapes: digits(12),
      isValid: (compact) => /^.{6}[1-6]/.test(compact) && isYearMonthDay(compact.slice(0, 6)) && isKazakh(compact),
    }),
    businessId('kz_bin', 'a Kazakh company number (BIN)', 'бин|бсн|bin', {
      shapes: digits(12),
      isValid: (compact) => /^..(?:0[1-9]|1[0-2])[4-6][0-3]/.test(compact) && isKazakh(compact),
    }),
    // https://www.rs.ge/
    nationalId('ge_id', 'a Georgian personal number', /პირადი|\bgeorgian? (?:personal|id)\b/u, { shapes: digits(11) }),
    businessId(
      'tr_vkn',
      'a Turkish tax number (VKN)',
      'vkn|vergi\u0307?(?: ki\u0307?mli\u0307?k)?(?: (?:no|nr|numaras[ıi]))?',
      { shapes: [...digits(10), '### ### ####', '### ### ## ##'], isValid: isVkn },
    ),
    // https://sti.gov.kg/: sex, birthday, serial number
    nationalId('kg_inn', 'a Kyrgyz personal number', 'инн|пин|inn|pin|kyrgyz (?:personal|id)\\w*', {
      shapes: digits(14),
      isValid: (compact) =>
        /^[12]/.test(compact) &&
        isDay(Number(compact.slice(1, 3)), Number(compact.slice(3, 5)), Number(compact.slice(5, 9))) &&
        /^.{5}(?:19|20)/.test(compact),
    }),
  ],
};
