import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { isElevenLess, modulo, weightedSum } from '../validators/checksums.js';
import { isDay } from '../validators/dates.js';
import { isLuhn } from '../validators/luhn.js';
import { isCui } from '../validators/tax-numbers.js';

/* France, Portugal and Romania; Italy and Spain have files of their own. */

const NIR = /^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}/;

/** The key is what lacks from the number to a multiple of 97; Corsica's 2A and 2B count as 19 and 18. */
function isNir(compact: string): boolean {
  const number = compact.replace('2A', '19').replace('2B', '18');
  return NIR.test(compact) && modulo(number.slice(0, 13), 97) + Number(number.slice(13)) === 97;
}

export const romance: Family = {
  name: 'romance',
  detectors: [
    // https://www.insee.fr/fr/metadonnees/definition/c1409: sex, year, month, commune, serial number, key
    nationalId(
      'fr_nir',
      'a French social security number (NIR)',
      'nirp?p?|nir|insee|s[ée]curit[ée] sociale|s[ée]cu|(?:num[ée]ro|n|no) ss|carte vitale|social security',
      {
        own: ['# ## ## ## ### ### ##', '#-##-##-##-###-###-##', '#.##.##.##.###.###.##', '# ## ## #A ### ### ##'],
        shapes: [...digits(15), '#############-##', '############# ##', '######A########', '######A###### ##'],
        isValid: isNir,
      },
      {
        shapes: [...digits(13), '# ## ## ## ### ###', '# ## ## #A ### ###', '# ## ## ## ### ### ##'],
        isValid: (compact) => NIR.test(compact),
      },
    ),
    // https://www.impots.gouv.fr/ (numéro fiscal, SPI); the check is that of the OECD's TIN notes
    nationalId(
      'fr_tax_id',
      'a French tax number',
      'num[ée]ro fiscal|fiscal|spi|imp[ôo]ts|tax (?:id|number|identification)|tin',
      {
        shapes: [...digits(13), '## ## ### ### ###', '# ### ### ### ###'],
        isValid: (compact) =>
          /^[0-3]/.test(compact) && Number(compact.slice(0, 10)) % 511 === Number(compact.slice(10)),
      },
    ),
    // https://ants.gouv.fr/: twelve digits, or nine letters and digits since 2021
    nationalId(
      'fr_id_card',
      'a French identity card number',
      'cni|carte (?:nationale )?d identit[ée]|identity card|id card',
      { shapes: digits(12), isValid: (compact) => /^..(?:0[1-9]|1[0-2])/.test(compact) },
      {
        anchors: ['carte nationale d', "carte d'identit", "nationale d'identit", 'carte identit', 'carte_identit'],
        pattern: /(?<![A-Z\d])(?=[A-Z]{0,8}\d)[A-Z\d]{9}(?![A-Z\d])/,
      },
    ),
    // https://ants.gouv.fr/
    nationalId('fr_passport', 'a French passport number', 'passe ?ports?|passports?', { shapes: ['##AA#####'] }),
    // https://ants.gouv.fr/
    nationalId(
      'fr_driving_licence',
      'a French driving licence number',
      'permis(?: de conduire)?|driving licen[cs]e|driver s? ?licen[cs]e',
      { shapes: [...digits(12), '##AA#####'] },
    ),
    // https://www.insee.fr/fr/metadonnees/definition/c2047 (SIREN) and c1841 (SIRET)
    businessId('fr_siren', 'a French company number (SIREN)', 'siren|rcs|immatricul\\w+', {
      shapes: [...digits(9), '### ### ###', '###.###.###', '###-###-###'],
      isValid: isLuhn,
    }),
    businessId('fr_siret', 'a French establishment number (SIRET)', 'siret', {
      own: ['### ### ### #####'],
      shapes: [...digits(14), '###.###.###.#####', '### ### ### ## ###', '######### #####'],
      // The post office has so many that their digits make a multiple of five
      isValid: (compact) => isLuhn(compact) || (compact.startsWith('356000000') && weightedSum(compact, [1]) % 5 === 0),
    }),
    // https://www.portaldasfinancas.gov.pt/ (decree-law 14/2013)
    nationalId(
      'pt_nif',
      'a Portuguese tax number (NIF)',
      'n ?i ?f|nipc|contribuinte|(?:n[úu]mero|identifica[çc][ãa]o) fiscal',
      {
        shapes: [...digits(9), '### ### ###', '###.###.###'],
        isValid: (compact) =>
          /^(?:[1-35689]|45|7[0124579])/.test(compact) && isElevenLess(compact, [9, 8, 7, 6, 5, 4, 3, 2], 0),
      },
    ),
    // https://www.seg-social.pt/: weights are the first ten primes from the right
    nationalId('pt_niss', 'a Portuguese social security number (NISS)', 'niss|seguran[çc]a social|social security', {
      shapes: [...digits(11), '### ### ### ##', '# ### ### ### #'],
      isValid: (compact) =>
        /^[12]/.test(compact) &&
        9 - (weightedSum(compact.slice(0, 10), [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10) === Number(compact[10]),
    }),
    // https://www.autenticacao.gov.pt/, "Validação de Número de Documento do Cartão de Cidadão": Luhn with letters
    nationalId(
      'pt_citizen_card',
      'a Portuguese citizen card number',
      'cart[ãa]o (?:de )?cidad[ãa]o|citizen card|bilhete de identidade|cc|documento',
      {
        own: ['######## # AA#', '########-#-AA#'],
        shapes: ['#########AA#', '######## #AA#'],
        isValid: (compact) => {
          let sum = 0;
          for (let at = 0; at < 12; at++) {
            const value = weightedSum(compact.charAt(at), [at % 2 === 0 ? 2 : 1]);
            sum += at % 2 === 0 && value > 9 ? value - 9 : value;
          }
          return sum % 10 === 0;
        },
      },
    ),
    // https://legislatie.just.ro/ (law 105/1996): sex and century, birthday, county, serial number, check
    nationalId(
      'ro_cnp',
      'a Romanian personal number (CNP)',
      'cnp|cod(?:ul)? numeric(?: personal)?|personal (?:numeric(?:al)? )?(?:code|number)',
      {
        shapes: [...digits(13), '# ###### ######'],
        isValid: (compact) =>
          /^[1-9].{6}(?:0[1-9]|[1-4]\d|5[0-2]|70)/.test(compact) &&
          isDay(Number(compact.slice(5, 7)), Number(compact.slice(3, 5)), Number(compact.slice(1, 3))) &&
          '01234567891'[weightedSum(compact.slice(0, 12), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11] === compact[12],
      },
    ),
    // https://legislatie.just.ro/ (government decision on the fiscal code)
    businessId(
      'ro_cui',
      'a Romanian company number (CUI)',
      'cui|cif|cod(?:ul)? (?:unic|fiscal|de [îi]nregistrare)\\w*',
      { shapes: digits(6, 7, 8, 9, 10), isValid: isCui },
    ),
  ],
};
