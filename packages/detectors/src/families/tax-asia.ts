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
    // https://zatca.gov.sa: 3 at both ends
    businessId('sa_vat', 'a Saudi VAT number', /\bvat\b|\bzatca\b|ضريب/, {
      shapes: digits(15),
      isValid: (compact) => /^3.{13}3$/.test(compact),
    }),
    // https://tax.gov.ae: it begins with 100
    businessId('ae_trn', 'an Emirati tax registration number (TRN)', /\btrn\b|\btax registration\b|\bvat\b|ضريب/, {
      shapes: [...digits(15), '### #### #### ####', '###-####-####-####', '###-####-#######-#'],
      isValid: (compact) => compact.startsWith('100'),
    }),
    // https://www.eta.gov.eg
    businessId('eg_tax_number', 'an Egyptian tax number', /ضريب|\begypt(?:ian)? tax\b|\btax registration\b/, {
      shapes: [...digits(9), '###-###-###'],
    }),
    // https://www.fbr.gov.pk: seven digits and a check digit
    businessId('pk_ntn', 'a Pakistani tax number (NTN)', 'ntn|national tax(?: number)?|fbr', {
      shapes: ['#######-#', '########'],
    }),
    // https://nbr.gov.bd: a taxpayer, and a business for the VAT
    businessId(
      'bd_tin',
      'a Bangladeshi tax number',
      'e ?tin|bangladeshi? (?:tin|tax)',
      { shapes: digits(12) },
      {
        shapes: ['#########-####'],
        labels: 'bin|vat\\w*|mushak|bangladeshi? tax',
        isValid: (compact) => !compact.endsWith('7000'), // a Sri Lankan one
      },
    ),
    // https://www.ird.gov.lk: the taxpayer and what kind of tax
    businessId('lk_vat', 'a Sri Lankan VAT number', 'vat\\w*|svat', {
      shapes: ['#########-####'],
      isValid: (compact) => compact.endsWith('7000'),
    }),
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
    // https://mysst.customs.gov.my: a letter and the station, month, serial number
    businessId('my_sst', 'a Malaysian sales tax number (SST)', 'sst', {
      own: ['##-####-########'],
      before: /(?<![A-Z])[A-Z]$/i,
      isValid: (compact) => /^.\d\d(?:\d\d(?:0[1-9]|1[0-2]))/.test(compact),
    }),
    // https://www.ssm.com.my: year, kind, serial number
    businessId(
      'my_company',
      'a Malaysian company number',
      'ssm|malaysian? company|no syarikat|company reg\\w*(?: no)?|pendaftaran',
      { shapes: digits(12), isValid: (compact) => /^(?:19|20)\d\d0[1-6]/.test(compact) },
    ),
    // https://www.iras.gov.sg
    businessId('sg_gst', 'a Singaporean GST number', 'gst\\w*', {
      own: ['#-#######-#', '#-#######-A'],
      shapes: ['########A', '#########'],
      before: /(?<![A-Z])M[A-Z]?-?$/i,
      isValid: () => true,
    }),
    // https://www.ird.gov.hk: the business, its branch, the month, a check
    businessId(
      'hk_br',
      'a Hong Kong business registration number',
      /\bbusiness registration\b|\bbrn\b|商業登記|商业登记/,
      { own: ['########-###-##-##-#'], shapes: digits(8), isValid: (compact) => !/^(?:19|20)\d\d[01]/.test(compact) },
    ),
  ],
};
