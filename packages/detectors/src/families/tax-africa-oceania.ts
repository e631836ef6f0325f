import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { modulo, weightedSum } from '../validators/checksums.js';
import { isLuhn } from '../validators/luhn.js';

/* Tax numbers of Africa and of New Zealand's companies. */

export const taxAfricaOceania: Family = {
  name: 'tax-africa-oceania',
  detectors: [
    // South African Revenue Service, business requirements for e-filing: the first digit says which tax, Luhn
    nationalId(
      'za_tax_reference',
      'a South African tax reference number',
      'tax (?:reference|ref|number|no)(?: (?:number|no))?|sars|income tax',
      { shapes: [...digits(10), '#### ### ###'], isValid: (compact) => /^[01239]/.test(compact) && isLuhn(compact) },
    ),
    businessId('za_vat', 'a South African VAT number', 'vat\\w*|btw|sars', {
      shapes: [...digits(10), '#### ### ###'],
      isValid: (compact) => compact.startsWith('4') && isLuhn(compact),
    }),
    // Federal Inland Revenue Service of Nigeria
    businessId('ng_tin', 'a Nigerian tax number', 'tin|nigerian? tax|firs|jtb|tax identification(?: number)?', {
      shapes: ['########-####'],
    }),
    // https://gra.gov.gh: what kind of taxpayer, ten digits
    businessId('gh_tin', 'a Ghanaian tax number', 'tin|ghana\\w*', {
      shapes: digits(10),
      before: /(?<![A-Z])[CGPQV]$/i,
      isValid: (compact) => /^.00/.test(compact),
    }),
    // https://www.zra.org.zm
    businessId('zm_tpin', 'a Zambian taxpayer number (TPIN)', 'tpin', { shapes: digits(10) }),
    // https://www.at.gov.mz
    nationalId('mz_nuit', 'a Mozambican tax number (NUIT)', 'nuit', { shapes: [...digits(9), '### ### ###'] }),
    // https://agt.minfin.gov.ao: 5 begins those of companies
    businessId('ao_nif', 'an Angolan tax number (NIF)', 'nif|identifica[cç][aã]o fiscal', {
      shapes: digits(10),
      isValid: (compact) => /^[57]/.test(compact),
    }),
    // Decree 2-11-63 of Morocco: all of it is a multiple of 97
    businessId('ma_ice', 'a Moroccan company number (ICE)', 'ice|identifiant commun(?: de l entreprise)?', {
      shapes: [...digits(15), '### ### ### ### ###'],
      isValid: (compact) => modulo(compact, 97) === 0,
    }),
    // https://www.mfdgi.gov.dz: fifteen digits, of branches twenty
    businessId('dz_nif', 'an Algerian tax number (NIF)', 'nif|identifi(?:ant|cation) fiscale?', {
      shapes: digits(15, 20),
      isValid: (compact) => /^[01]/.test(compact),
    }),
    // https://www.finances.gov.tn: number and check letter, VAT, kind, establishment
    businessId('tn_mf', 'a Tunisian tax number', 'mf|matricule fiscale?|identifiant fiscal', {
      own: ['#######A/A/A/###', '#######/A/A/A/###'],
      shapes: ['#######AAA###', '#######A'],
      isValid: (compact) => /^\d{7}[A-HJ-NP-TV-Z](?:[ABDFNP][CMNPE]\d{3})?$/.test(compact),
    }),
    // https://www.ansd.sn: seven digits, and how it is taxed
    businessId('sn_ninea', 'a Senegalese company number (NINEA)', 'ninea', {
      anchors: ['ninea'],
      pattern: /\d{7,9} ?\d[A-Z]\d/,
    }),
    // https://www.nzbn.govt.nz: an article number of GS1 that begins with 9429
    businessId('nz_nzbn', 'a New Zealand business number', 'nzbn|(?:nz|new zealand) business(?: number)?', {
      shapes: digits(13),
      isValid: (compact) => compact.startsWith('9429') && weightedSum(compact, [1, 3]) % 10 === 0,
    }),
  ],
};
