import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { modulo } from '../validators/checksums.js';
import { isCif, isDni, isNie, isOddEven, isPartitaIva } from '../validators/tax-numbers.js';

const isFiscalForm = (compact: string): boolean => /^.{8}[A-EHLMPRST](?:[04][1-9]|[1256]\d|[37][01])/.test(compact);

export const italySpain: Family = {
  name: 'italy-spain',
  detectors: [
    // Decree 23/12/1976: name, year, month, day (and 40 for women), place, check; letters may stand for digits
    nationalId(
      'it_fiscal_code',
      'an Italian fiscal code',
      'cod(?:ice)? ?fisc(?:ale)?|c f|cf|fiscal code|tax (?:code|id)',
      { own: ['##A##A###A'], before: /[A-Z]{6}$/i, isValid: (compact) => isFiscalForm(compact) && isOddEven(compact) },
      { shapes: ['##A##A###A'], before: /[A-Z]{6}$/i, isValid: isFiscalForm },
      {
        anchors: ['fiscal'],
        pattern: /(?<![A-Z\d])[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z](?![A-Z\d])/i,
        isValid: isOddEven,
      },
    ),
    // https://www.poliziadistato.it/: electronic and paper cards
    nationalId(
      'it_id_card',
      'an Italian identity card number',
      'carta (?:d )?identit[àa]|cie|identity card|id card|documento',
      { shapes: ['#####AA', ...digits(7)], before: /[A-Z]{2} ?$/i },
      { shapes: ['#######AA'] },
    ),
    nationalId('it_passport', 'an Italian passport number', 'passaport[oi]|italian passport', {
      shapes: digits(7),
      before: /[A-Z]{2}$/i,
    }),
    // https://www.ilportaledellautomobilista.it/
    nationalId(
      'it_driving_licence',
      'an Italian driving licence number',
      'patente\\w*|driv\\w+ s? ?licen[cs]e',
      { shapes: ['#######A'], before: /[A-Z]{2}$/i },
      {
        anchors: ['patente', 'licen'],
        labels: 'patente\\w*|licen[cs]e',
        pattern: /(?<![A-Z\d])U1[BCDFGHJ-NPR-Z\d]{7}[A-Z](?![A-Z\d])/i,
      },
    ),
    // https://www.agenziaentrate.gov.it/, "partita IVA"
    businessId('it_vat', 'an Italian VAT number (partita IVA)', 'partita iva|p ?iva|iva|vat\\w*(?: number| code)?', {
      shapes: digits(11),
      isValid: isPartitaIva,
    }),
    // https://www.interior.gob.es/, "Cálculo del dígito de control del NIF/NIE"
    nationalId(
      'es_dni',
      'a Spanish identity number (DNI)',
      'd ?n ?i|n ?i ?f|documento nacional|identidad|identificaci[óo]n fiscal|national id\\w*',
      {
        own: ['########-A', '##.###.###-A', '##.###.###A', '## ### ### A'],
        shapes: ['########A', '#######A', '#######-A', '######## A', '## ### ###A', '## ### ###-A'],
        isValid: isDni,
      },
    ),
    nationalId('es_nie', 'a Spanish number of foreigners (NIE)', 'n ?i ?e|n ?i ?f|extranjer\\w*|foreigner\\w*', {
      own: ['#######A', '#######-A', '####### A', '#.###.###-A'],
      before: /[XYZ][ .-]?$/i,
      isValid: isNie,
    }),
    // https://www.interior.gob.es/, "pasaporte"
    nationalId('es_passport', 'a Spanish passport number', 'pasaportes?|passports?', {
      shapes: digits(6),
      before: /[A-Z]{3}$/i,
    }),
    // https://www.seg-social.es/: province, number, and the rest of both by 97
    nationalId(
      'es_social_security',
      'a Spanish social security number',
      'naf|nuss|nss|seguridad social|afiliaci[óo]n|social security',
      {
        own: ['##/########/##', '##/##########'],
        shapes: [...digits(12), '## ######## ##', '## ##########', '##-########-##'],
        isValid: (compact) => {
          const number = compact.slice(0, 10);
          return (
            /^(?:0[1-9]|[1-4]\d|5[0-3]|66)/.test(number) &&
            modulo(/^..0/.test(number) ? number.slice(0, 2) + number.slice(3) : number, 97) ===
              Number(compact.slice(10))
          );
        },
      },
    ),
    // Real decree 1065/2007; the control is a letter, a digit or either, by the first letter
    businessId('es_cif', 'a Spanish company number (CIF)', 'c ?i ?f|n ?i ?f|identificaci[óo]n fiscal|tax id|vat\\w*', {
      shapes: ['########', '#######A', '#######-#', '#######-A'],
      before: /[ABCDEFGHJNPQRSUVW][ -]?$/i,
      isValid: isCif,
    }),
  ],
};
