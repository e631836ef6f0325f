import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { isMod11And10, modulo, weightedSum } from '../validators/checksums.js';
import { isDay } from '../validators/dates.js';
import { isHungarianCompany, isIco, isNip } from '../validators/tax-numbers.js';

/* Poland, Czechia, Slovakia, Hungary, the Baltic states and those that were Yugoslavia. */

const isBirthNumber = (compact: string): boolean =>
  /^..(?:[0257]\d|[1368][0-2])/.test(compact) &&
  isDay(Number(compact.slice(4, 6)), (Number(compact.slice(2, 4)) % 50) % 20, Number(compact.slice(0, 2))) &&
  (compact.length === 9 ? compact < '54' : modulo(compact.slice(0, 9), 11) % 10 === Number(compact[9]));

/** Century and sex, birthday, serial number; if the first sum gives ten, the second is taken. */
function isBaltic(compact: string): boolean {
  if (!/^[1-8]/.test(compact)) return false;
  if (!isDay(Number(compact.slice(5, 7)), Number(compact.slice(3, 5)), Number(compact.slice(1, 3)))) return false;
  const first = weightedSum(compact.slice(0, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const rest = first < 10 ? first : weightedSum(compact.slice(0, 10), [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return rest % 10 === Number(compact[10]);
}

const isLatvian = (compact: string): boolean =>
  isDay(Number(compact.slice(0, 2)), Number(compact.slice(2, 4)), Number(compact.slice(4, 6))) &&
  ((1101 - weightedSum(compact.slice(0, 10), [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11) % 10 === Number(compact[10]);

export const centralEurope: Family = {
  name: 'central-europe',
  detectors: [
    // https://www.gov.pl/web/gov/czym-jest-numer-pesel: months are raised by the century
    nationalId('pl_pesel', 'a Polish PESEL', 'pesel\\w*|numer ewidencyjny', {
      shapes: digits(11),
      isValid: (compact) =>
        isDay(Number(compact.slice(4, 6)), Number(compact.slice(2, 4)) % 20, Number(compact.slice(0, 2))) &&
        weightedSum(compact, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    }),
    // https://www.gov.pl/web/mswia/dowod-osobisty: three letters, six digits, the first of which checks the others
    nationalId(
      'pl_id_card',
      'a Polish identity card number',
      'dow[oó]d\\w*(?: osobist\\w+)?|seria i numer|identity card|id card',
      {
        shapes: [...digits(6), '######'],
        before: /[A-Z]{3} ?$/i,
        isValid: (compact) => weightedSum(compact, [7, 3, 1, 9, 7, 3, 1, 7, 3]) % 10 === 0,
      },
    ),
    // https://www.gov.pl/web/mswia, "paszport": two letters, seven digits, the first of which checks the others
    nationalId('pl_passport', 'a Polish passport number', 'paszport\\w*|polish passport', {
      shapes: digits(7),
      before: /[A-Z]{2} ?$/i,
      isValid: (compact) => weightedSum(compact, [7, 3, 9, 1, 7, 3, 1, 7, 3]) % 10 === 0,
    }),
    // https://www.podatki.gov.pl/: tax offices, persons and companies
    businessId(
      'pl_nip',
      'a Polish tax number (NIP)',
      'nip|numer identyfikacji podatkowej|podatnik\\w*|tax (?:id|number)|vat\\w*',
      {
        own: ['###-##-##-###'],
        shapes: [...digits(10), '###-###-##-##', '### ### ## ##', '### ## ## ###'],
        isValid: isNip,
      },
    ),
    // https://bip.stat.gov.pl/dzialalnosc-statystyki-publicznej/rejestr-regon/
    businessId('pl_regon', 'a Polish REGON', 'regon\\w*', {
      shapes: [...digits(9, 14), '###-###-###'],
      isValid: (compact) =>
        (weightedSum(compact.slice(0, 8), [8, 9, 2, 3, 4, 5, 6, 7]) % 11) % 10 === Number(compact[8]) &&
        (compact.length === 9 ||
          (weightedSum(compact.slice(0, 13), [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11) % 10 ===
            Number(compact[13])),
    }),
    // https://www.gov.pl/web/sprawiedliwosc, "Krajowy Rejestr Sądowy"
    businessId('pl_krs', 'a Polish court register number (KRS)', 'krs|rejestr s[aą]dow\\w*', {
      shapes: digits(10),
      isValid: (compact) => compact.startsWith('000'),
    }),
    // https://www.mvcr.cz/clanek/rodne-cislo.aspx: months of women are raised by 50, of full years by 20
    nationalId(
      'cz_birth_number',
      'a Czech or Slovak birth number',
      'rodn[eéy]\\w* [cč][ií]s(?:lo|la|lu|el)\\w*|r [cč]|r[cč]|birth number|national id\\w*',
      { shapes: [...digits(9, 10), '######/####', '######/###', '###### ####', '######-####'], isValid: isBirthNumber },
      {
        // Without the rare months, and without the few numbers whose remainder of ten had no digit
        own: ['######/####'],
        isValid: (compact) => /^..[0156]/.test(compact) && modulo(compact, 11) === 0 && isBirthNumber(compact),
      },
    ),
    // https://www.czso.cz/csu/res/; one more than ten has no digit
    businessId(
      'cz_ico',
      'a Czech or Slovak company number (IČO)',
      '(?<!favicon )i[cč]o|ič|identifika[cč]n[ií] [cč][ií]slo\\w*',
      { shapes: [...digits(8), '## ### ###', '### ## ###'], isValid: isIco },
    ),
    // https://net.jogtar.hu/, act XX of 1996, annexes 1 and 2; since 1997 the weights run the other way
    nationalId(
      'hu_personal_id',
      'a Hungarian personal id',
      'szem[eé]lyi (?:azonos[ií]t[oó]|sz[aá]m)\\w*|szem[eé]lyi|personal id\\w*',
      {
        own: ['#-######-####', '# ###### ####'],
        shapes: digits(11),
        isValid: (compact) =>
          isDay(Number(compact.slice(5, 7)), Number(compact.slice(3, 5)), Number(compact.slice(1, 3))) &&
          weightedSum(
            compact,
            /^[34]/.test(compact) ? [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, -1] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1],
          ) %
            11 ===
            0,
      },
    ),
    // The same act, annex 3 (social insurance)
    nationalId(
      'hu_taj',
      'a Hungarian social insurance number (TAJ)',
      'taj(?: ?sz[aá]m\\w*)?|t[aá]rsadalombiztos[ií]t[aá]s\\w*',
      {
        shapes: [...digits(9), '### ### ###', '###-###-###'],
        isValid: (compact) => weightedSum(compact, [3, 7, 3, 7, 3, 7, 3, 7, -1]) % 10 === 0,
      },
    ),
    // Act CL of 2017, annex (natural persons)
    nationalId('hu_tax_id', 'a Hungarian tax id', 'ad[oó] ?azonos[ií]t[oó]\\w*|tax (?:id|identification|number)', {
      shapes: digits(10),
      isValid: (compact) => compact.startsWith('8') && weightedSum(compact, [1, 2, 3, 4, 5, 6, 7, 8, 9, -1]) % 11 === 0,
    }),
    businessId('hu_tax_number', 'a Hungarian company tax number', 'ad[oó] ?sz[aá]m\\w*|tax number|vat\\w*', {
      own: ['########-#-##'],
      shapes: digits(8, 11),
      isValid: (compact) => isHungarianCompany(compact) && /^.{8}(?:[1-5](?:0[2-9]|[1-4]\d|51))?$/.test(compact),
    }),
    // https://www.stat.si/ (EMŠO); the same in all states that were Yugoslavia: birthday, region, serial number
    nationalId(
      'si_emso',
      'an EMŠO or JMBG',
      'em[sš]o|jmbg|mbg|едб|јмбг|ембг|mati[cč]n[aiy]\\w* (?:[sš]tevilk\\w*|broj\\w*)|матични број|матичен број',
      {
        shapes: [...digits(13), '####### ######', '####### ## ####'],
        isValid: (compact) =>
          isDay(Number(compact.slice(0, 2)), Number(compact.slice(2, 4)), 1000 + Number(compact.slice(4, 7))) &&
          ((11 - (weightedSum(compact.slice(0, 12), [7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === Number(compact[12]),
      },
    ),
    // https://www.fu.gov.si/
    nationalId(
      'si_tax_number',
      'a Slovenian tax number',
      'dav[cč]n[aei]\\w* [sš]tevilk\\w*|id ?za ddv|tax (?:id|number)',
      { shapes: digits(8), isValid: isIco },
    ),
    // https://oib.oib.hr/, ISO 7064
    nationalId('hr_oib', 'a Croatian OIB', 'oib\\w*|osobni identifikacijski broj|personal identification number', {
      shapes: digits(11),
      isValid: isMod11And10,
    }),
    // https://www.purs.gov.rs/, ISO 7064
    businessId('rs_pib', 'a Serbian tax number (PIB)', 'pib|пиб|poreski (?:identifikacioni )?broj', {
      shapes: digits(9),
      isValid: isMod11And10,
    }),
    // EVS 585:2007; Lithuania's are the same
    nationalId(
      'ee_isikukood',
      'an Estonian personal code',
      'isikukood\\w*|isiku kood|estonian (?:personal|id)\\w*|personal (?:identification )?code|national id\\w*',
      { shapes: digits(11), isValid: isBaltic },
    ),
    nationalId('lt_asmens_kodas', 'a Lithuanian personal code', 'asmens kod\\w*|a k|lithuanian (?:personal|id)\\w*', {
      shapes: digits(11),
      isValid: isBaltic,
    }),
    // https://likumi.lv/ (Population Register law): the birthday, or 32 and no more since 2017
    nationalId(
      'lv_personal_code',
      'a Latvian personal code',
      'personas kod\\w*|latvian (?:personal|id)\\w*|personal code',
      { shapes: [...digits(11), '######-#####'], isValid: (compact) => compact.startsWith('32') || isLatvian(compact) },
      { own: ['######-#####'], isValid: isLatvian },
    ),
  ],
};
