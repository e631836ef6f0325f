import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { weightedSum } from '../validators/checksums.js';
import { isLuhn } from '../validators/luhn.js';

/* Tax numbers of Asia that are not also numbers of persons. */

export const taxAsia: Family = {
  name: 'tax-asia',
  detectors: [
    // Israeli Corporations Authority: 5 and 8 more digits, of which the last is Luhn's
    businessId(
      'il_company',
      'an Israeli company number',
      /(?<![א-ת])ח ?פ(?![א-ת])|חברה|עוסק|\bisraeli? (?:company|vat|tax)\b/,
      {
        shapes: [...digits(9), '##-#######', '##-######-#'],
        isValid: (compact) => compact.startsWith('5') && isLuhn(compact),
      },
    ),
    // https://www.rd.go.th: as for persons, but that 0 begins it
    businessId(
      'th_tax_id',
      'a Thai company tax number',
      /ผู้เสียภาษี|นิติบุคคล|\btax ?(?:payer )?(?:id|no|number)\b|\bvat\b/,
      {
        shapes: [...digits(13), '#-####-#####-##-#', '# #### ##### ## #'],
        isValid: (compact) =>
          /^0[1-9]/.test(compact) &&
          (11 - (weightedSum(compact.slice(0, 12), [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 ===
            Number(compact[12]),
      },
    ),
    // Circular 105/2020 of the Ministry of Finance of Vietnam; three digits more for a dependent unit
    businessId('vn_mst', 'a Vietnamese tax number (MST)', 'mst|mã số thuế|ma so thue|vietnam(?:ese)? tax', {
      shapes: [...digits(10), '##########-###'],
      isValid: (compact) =>
        10 - (weightedSum(compact.slice(0, 9), [31, 29, 23, 19, 17, 13, 7, 5, 3]) % 11) === Number(compact[9]),
    }),
    // https://www.pajak.go.id: with the office and branch fifteen digits; sixteen since 2024
    nationalId('id_npwp', 'an Indonesian tax number (NPWP)', 'npwp\\d{0,2}|wajib pajak', {
      own: ['##.###.###.#-###.###'],
      shapes: [...digits(15, 16), '##-###-###-#-###-###', '## ### ### # ### ###'],
      isValid: (compact) => /^(?!0{9})/.test(compact),
    }),
    // https://www.hasil.gov.my: what kind of taxpayer, and up to eleven digits
    nationalId(
      'my_tin',
      'a Malaysian tax number',
      'tin|malaysian? tax|lhdn\\w*|hasil|cukai(?: pendapatan)?|income tax(?: (?:no|number))?',
      { shapes: digits(8, 9, 10, 11), before: /(?<![A-Z])(?:[SIO]G|CS|FA|PT|T[ACNRPJ]|LE|[CDEFJ]) ?$/i },
    ),
  ],
};
