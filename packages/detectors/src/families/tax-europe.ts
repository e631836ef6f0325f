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
    // https://www.skatturinn.is/english/companies/value-added-tax/
    businessId(
      'is_vsk',
      'an Icelandic VAT number',
      'vsk(?: ?(?:n[uú]mer|nr))?|virðisaukaskatt\\w*|vsknr|icelandic vat',
      { anchors: ['vsk', 'icelandic vat'], pattern: /\d{5,6}/ },
    ),
    // https://www.taks.fo/
    businessId('fo_vtal', 'a Faroese company number (V-tal)', 'v ?tal', { anchors: ['v tal'], pattern: /\d{6}/ }),
    // https://www.impostos.ad/: a letter for the kind, six digits, a letter that checks
    businessId('ad_nrt', 'an Andorran tax number (NRT)', 'nrt|n[uú]mero de registre tributari', {
      shapes: ['######-A', '######A'],
      before: /(?<![A-Z])[ACDEFGLOPU]-?$/i,
    }),
    // https://www.tatime.gov.al/: decade, year and kind, serial number, check
    businessId('al_nipt', 'an Albanian tax number (NIPT)', 'nipt|nuis|tvsh', {
      shapes: ['########A'],
      before: /(?<![A-Z])[A-M]$/i,
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
    // https://www.uino.gov.ba/: the number for the VAT is the same without its first 4
    businessId('ba_jib', 'a Bosnian tax number (JIB)', 'jib|јиб|pdv (?:broj|br)|пдв број|identifikacioni broj', {
      shapes: digits(12, 13),
      isValid: (compact) => /^(?:4\d|[23])/.test(compact),
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
    // https://www.rs.ge/: nine digits, of persons eleven
    businessId(
      'ge_tax_number',
      'a Georgian company number',
      /საიდენტიფიკაციო|ს ?კ(?!\p{L})|\bgeorgian? (?:tax|company)\b/u,
      { shapes: digits(9) },
    ),
    nationalId('ge_id', 'a Georgian personal number', /პირადი|\bgeorgian? (?:personal|id)\b/u, { shapes: digits(11) }),
    // https://www.src.am/
    businessId('am_tin', 'an Armenian tax number', 'հվհհ|hvhh|armenian? (?:tax|tin)\\w*', { shapes: digits(8) }),
    // https://www.taxes.gov.az/: the last digit says company or person
    businessId('az_voen', 'an Azerbaijani tax number (VÖEN)', 'v[öo]en|вöен', {
      shapes: digits(10),
      isValid: (compact) => compact.endsWith('1'),
    }),
    businessId(
      'tr_vkn',
      'a Turkish tax number (VKN)',
      'vkn|vergi\u0307?(?: ki\u0307?mli\u0307?k)?(?: (?:no|nr|numaras[ıi]))?',
      { shapes: [...digits(10), '### ### ####', '### ### ## ##'], isValid: isVkn },
    ),
    // Order of the Federal Tax Service of Russia ММВ-7-6/435@ (2012): the office, why, serial number
    businessId('ru_kpp', 'a Russian tax registration code (KPP)', 'кпп|kpp', {
      shapes: digits(9),
      isValid: (compact) => /^\d{4}(?:0[1-9]|[1-9]\d)(?!000)/.test(compact),
    }),
    businessId('ua_vat', 'a Ukrainian VAT number', 'іпн|ipn|пдв|платник\\p{L}*|ukrainian vat', { shapes: digits(12) }),
    // https://soliq.uz/: 2 and 3 for companies, 4 and up for persons; https://sti.gov.kg/: sex, birthday, serial number
    businessId('uz_stir', 'an Uzbek tax number (STIR)', 'стир|stir|инн|inn', {
      shapes: digits(9),
      isValid: (compact) => /^[23]/.test(compact),
    }),
    nationalId('kg_inn', 'a Kyrgyz personal number', 'инн|пин|inn|pin|kyrgyz (?:personal|id)\\w*', {
      shapes: digits(14),
      isValid: (compact) =>
        /^[12]/.test(compact) &&
        isDay(Number(compact.slice(1, 3)), Number(compact.slice(3, 5)), Number(compact.slice(5, 9))) &&
        /^.{5}(?:19|20)/.test(compact),
    }),
  ],
};
