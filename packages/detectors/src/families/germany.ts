import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { matchAt } from '../rules/verify.js';
import { crossSum, isIcaoChecked, isMod11And10, weightedSum } from '../validators/checksums.js';
import { isDay } from '../validators/dates.js';

// Letters of documents since 2010: neither vowels nor B, D, Q and S, so that they spell no words and are not misread.
// https://www.personalausweisportal.de/ and https://www.bmi.bund.de/, "Seriennummer"
const DOCUMENT = /(?<![A-Z\d])[CFGHJKLMNPRTVWXYZ](?=(?:[A-Z]{0,4}\d){4})[\dCFGHJKLMNPRTVWXYZ]{8}\d?(?![A-Z\d])/i;
const isDocument = (compact: string): boolean => compact.length === 9 || isIcaoChecked(compact);

const matchRegistered = matchAt(/HR[AB](?: (?:Nr\.? ?)?)?\d{1,6}(?![\dA-Z])/iy);
const REGISTER = /handelsregister|amtsgericht|registergericht|commercial register/;

export const germany: Family = {
  name: 'germany',
  detectors: [
    // https://download.elster.de/download/schnittstellen/Pruefung_der_Steuer_und_Steueridentifikatsnummer.pdf
    nationalId(
      'de_tax_id',
      'a German tax id (Steuer-ID)',
      'steuer ?(?:id|ident)\\w*|id ?nr|(?:steuer ?|steuerliche )?identifikations ?nummer|tax ?(?:id|number|identification)|tin',
      {
        shapes: [...digits(11), '## ### ### ###', '### ### ### ##', '##-###-###-###'],
        isValid: (compact) => /^(?!0|.*(\d)(?:\d*\1){3}\d)/.test(compact) && isMod11And10(compact),
      },
    ),
    // The same document: as states write them, and as ELSTER does
    nationalId(
      'de_tax_number',
      'a German tax number (Steuernummer)',
      'steuer ?(?:nummer|nr)|st ?nr|tax (?:number|no|id)',
      {
        shapes: [
          '##/###/#####',
          '###/###/#####',
          '###/####/####',
          '##/####/####',
          '##/###/####',
          '### ### #####',
          '## ### #####',
          '### #### ####',
          '#####/#####',
          ...digits(13),
        ],
        isValid: (compact) =>
          compact.length < 13 ||
          /^(?:0[1-9]|1[0-6])\d{11}$|^(?:1[01]|2[1-8]|3[0-2]|4[01]|5\d|9\d)\d\d0\d{8}$/.test(compact),
      },
    ),
    // https://www.gesetze-im-internet.de/vkvv/__2.html: area, birthday, initial, serial number, check
    nationalId(
      'de_social_security',
      'a German social insurance number',
      '(?:sozial|renten) ?versicherungs?\\w*|rvnr|vsnr|svnr|sv ?(?:nummer|nr)|versicherungs ?(?:nummer|nr)|social (?:security|insurance)',
      {
        own: ['########A###', '## ###### A ###', '## ###### A ## #', '##-######-A-###', '##/######/A/###'],
        isValid: (compact) => {
          const letter = String(compact.charCodeAt(8) - 0x40).padStart(2, '0');
          const sum = crossSum(
            compact.slice(0, 8) + letter + compact.slice(9, 11),
            [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1],
          );
          const day = Number(compact.slice(2, 4));
          return (
            sum % 10 === Number(compact[11]) &&
            isDay(day > 50 ? day - 50 : day, Number(compact.slice(4, 6)), Number(compact.slice(6, 8)))
          );
        },
      },
    ),
    // https://www.gkv-spitzenverband.de/, "Die neue Krankenversichertennummer": a letter, eight digits, Luhn over all
    nationalId(
      'de_health_insurance',
      'a German health insurance number',
      'kvnr|kv ?(?:nummer|nr)|kranken\\w*|e ?gk|(?:versicherten|versicherungs) ?(?:nummer|nr)|health (?:insurance|card)\\w*',
      {
        shapes: digits(9),
        before: /[A-Z]$/i,
        isValid: (compact) => {
          const letter = String(compact.charCodeAt(0) - 0x40).padStart(2, '0');
          return crossSum(letter + compact.slice(1, 9), [1, 2]) % 10 === Number(compact[9]);
        },
      },
    ),
    // Its tenth digit checks the others where it is written; before 2010 it was T and digits
    nationalId(
      'de_id_card',
      'a German identity card number',
      'personal ?ausweis\\w*|ausweis\\w*|perso|id card|identity card',
      { anchors: ['ausweis', 'id card', 'identity card', 'id_card', 'idcard'], pattern: DOCUMENT, isValid: isDocument },
    ),
    nationalId('de_passport', 'a German passport number', 'reise ?pass\\w*|pass ?(?:nummer|nr)|passport\\w*', {
      anchors: ['reisepass', 'passnummer', 'pass-nr', 'pass nr', 'passport'],
      pattern: DOCUMENT,
      isValid: isDocument,
    }),
    // https://www.kba.de/, "Führerscheinnummer": the office, a serial number, a check and the copy
    nationalId(
      'de_driving_licence',
      'a German driving licence number',
      'f(?:ü|ue?)hrerschein\\w*|fahrerlaubnis\\w*|driving licen[cs]e|driver s? ?licen[cs]e',
      {
        anchors: ['hrerschein', 'fahrerlaubnis', 'driving licen', 'driver licen', "driver's licen"],
        pattern: /(?<![A-Z\d])(?:[A-Z]{2}\d{8}[A-Z\d]|[A-Z]\d{2}[A-Z\d]{6}\d[A-Z\d])(?![A-Z\d])/i,
      },
    ),
    // https://www.kbv.de/, "Lebenslange Arztnummer": six digits, their check, two of the speciality
    businessId('de_lanr', 'a German doctor number (LANR)', 'lanr|(?:arzt|vertragsarzt) ?(?:nummer|nr)|doctor number', {
      shapes: digits(9),
      isValid: (compact) => (10 - (weightedSum(compact.slice(0, 6), [4, 9]) % 10)) % 10 === Number(compact[6]),
    }),
    // https://www.kbv.de/, "Betriebsstättennummer"
    businessId(
      'de_bsnr',
      'a German medical practice number (BSNR)',
      'bsnr|nbsnr|betriebsst(?:ä|ae?)tten ?(?:nummer|nr)|practice number',
      { shapes: digits(9), isValid: (compact) => !compact.startsWith('00') },
    ),
    // https://www.gesetze-im-internet.de/hrv/: the register and up to six digits
    {
      id: 'de_commercial_register',
      title: 'a German commercial register number',
      group: 'pii.business',
      rules: [
        {
          anchors: ['HRA', 'HRB'],
          verify: (site) => {
            const found = matchRegistered(site);
            if (!found || /[\p{L}\p{N}]/u.test(site.text.charAt(found.start - 1))) return undefined;
            // Two or three digits are a hardness of Rockwell as well
            const isLong = /^HR.*\d{4}$/.test(site.text.slice(found.start, found.end));
            return { ...found, confidence: isLong || site.isLabelled(REGISTER) ? 0.85 : 0.5 };
          },
        },
      ],
    },
  ],
};
