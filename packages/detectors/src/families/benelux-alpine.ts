import type { Family } from '../detector.js';
import { businessId, digits, nationalId } from '../rules/numbers.js';
import { modulo, weightedSum } from '../validators/checksums.js';
import { isDay } from '../validators/dates.js';
import { isLuhn } from '../validators/luhn.js';
import { isBelgianEnterprise, isBsn } from '../validators/tax-numbers.js';

/* The Netherlands, Belgium, Luxembourg, Switzerland and Austria. */

export const beneluxAlpine: Family = {
  name: 'benelux-alpine',
  detectors: [
    // https://www.rvig.nl/bsn, "Logisch ontwerp BSN"
    nationalId(
      'nl_bsn',
      'a Dutch citizen service number (BSN)',
      'bsn|burger ?service ?(?:nummer|nr)|sofi ?(?:nummer|nr)|citizen service number|(?:dutch|nl) (?:national )?id\\w*',
      {
        own: ['####.##.###'],
        shapes: [...digits(8, 9), '#### ## ###', '####-##-###', '### ### ###', '###-###-###'],
        isValid: isBsn,
      },
    ),
    // https://www.rvig.nl/, "documentnummer": two letters, six of either without O, a digit
    nationalId(
      'nl_passport',
      'a Dutch passport or identity card number',
      'paspoort\\w*|identiteitskaart\\w*|id ?kaart\\w*|document ?nummer',
      {
        anchors: ['paspoort', 'identiteitskaart', 'id-kaart', 'idkaart', 'documentnummer'],
        pattern: /(?<![A-Z\d])[A-NP-Z]{2}(?=[A-Z]{0,6}\d)[A-NP-Z\d]{6}\d(?![A-Z\d])/i,
      },
    ),
    // https://www.rdw.nl/, "rijbewijsnummer"
    nationalId('nl_driving_licence', 'a Dutch driving licence number', 'rijbewijs\\w*', { shapes: digits(10) }),
    // https://www.kvk.nl/
    businessId(
      'nl_kvk',
      'a Dutch chamber of commerce number (KVK)',
      'kv ?k(?: ?(?:nummer|nr|no))?|kamer van koophandel|handelsregister\\w*|chamber of commerce',
      { shapes: digits(8) },
    ),
    // https://www.kvk.nl/, "RSIN": the check of the BSN
    businessId('nl_rsin', 'a Dutch legal entity number (RSIN)', 'rsin', { shapes: digits(9), isValid: isBsn }),
    // https://www.ibz.rrn.fgov.be/, "Identificatienummer": 97 less the rest; since 2000 a 2 stands before it
    nationalId(
      'be_national_number',
      'a Belgian national number',
      'rijksregister\\w*|insz|inss|niss|ssin|registre national|num[ée]ro (?:de )?(?:registre )?national|national(?:e|es)? (?:number|register|registry|nummer)\\w*|nationaal nummer|rrn|nrn|nn',
      {
        own: ['##.##.##-###.##', '##.##.##-###-##', '##-##-##-###-##', '##.##.##.###.##', '## ## ## ### ##'],
        shapes: [...digits(11), '######-###-##', '###### ### ##', '######-###.##'],
        isValid: (compact) => {
          const number = compact.slice(0, 9);
          const key = 97 - Number(compact.slice(9));
          const month = Number(compact.slice(2, 4)) % 20;
          const day = Number(compact.slice(4, 6));
          return month <= 12 && day <= 31 && (modulo(number, 97) === key || modulo(`2${number}`, 97) === key);
        },
      },
    ),
    // https://economie.fgov.be/en/themes/enterprises/crossroads-bank-enterprises
    businessId(
      'be_enterprise',
      'a Belgian enterprise number',
      'kbo|bce|cbe|ondernemings?nummer|ondernemings ?nr|num[ée]ro d entreprise|enterprise number|btw|tva',
      { own: ['####.###.###'], shapes: [...digits(10), '#### ### ###', '####-###-###'], isValid: isBelgianEnterprise },
    ),
    // Grand-ducal regulation of 21/12/1987: birthday, serial number, Luhn and Verhoeff
    nationalId(
      'lu_matricule',
      'a Luxembourg matricule',
      'matricule|ccss|cns|luxembourg (?:national )?id\\w*|identification national\\w*|national id\\w*',
      {
        shapes: [...digits(13), '#### ## ## ### ##', '#### #### #### #', '######## #####'],
        isValid: (compact) =>
          /^(?:18|19|20)/.test(compact) &&
          isDay(Number(compact.slice(6, 8)), Number(compact.slice(4, 6)), Number(compact.slice(0, 4))) &&
          isLuhn(compact.slice(0, 12)),
      },
    ),
    // https://www.zas.admin.ch/, "Prüfziffer der AHV-Nummer": as on goods (EAN-13)
    nationalId(
      'ch_ahv',
      'a Swiss AHV number',
      'ahv\\w*|avs|navs|ssn|sozialversicherungs ?(?:nummer|nr)|versicherten ?(?:nummer|nr)|social security',
      {
        own: ['###.####.####.##'],
        shapes: [...digits(13), '### #### #### ##', '###-####-####-##'],
        isValid: (compact) => compact.startsWith('756') && weightedSum(compact, [1, 3]) % 10 === 0,
      },
    ),
    // https://www.bfs.admin.ch/bfs/en/home/registers/enterprise-register/enterprise-identification.html
    businessId('ch_uid', 'a Swiss company number (UID)', 'uid|ide|idi|mwst\\w*|tva|iva|unternehmens\\w*', {
      own: ['###.###.###', ...digits(9), '### ### ###'],
      before: /CHE[- .]?$/i,
      isValid: (compact) => weightedSum(compact.slice(3), [5, 4, 3, 2, 7, 6, 5, 4, 1]) % 11 === 0,
    }),
    // https://www.sozialversicherung.at/: serial number, check, birthday
    nationalId(
      'at_svnr',
      'an Austrian social insurance number',
      'svnr|sv ?(?:nummer|nr)|vsnr|sozial ?versicherungs?\\w*|versicherungs ?(?:nummer|nr)|e ?card|social (?:security|insurance)',
      {
        own: ['#### ######', '#### ## ## ##'],
        shapes: [...digits(10), '####-######', '####/######'], // `INV-2026-123456`, `CVE-2026-123456`
        isValid: (compact) =>
          /^[1-9]/.test(compact) &&
          isDay(Number(compact.slice(4, 6)), Number(compact.slice(6, 8)), Number(compact.slice(8))) &&
          weightedSum(compact, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(compact[3]),
      },
    ),
    // https://www.bmf.gv.at/, "BMF-Steuernummer": office, number and Luhn
    nationalId(
      'at_tax_number',
      'an Austrian tax number',
      'steuer ?(?:nummer|nr)|st ?nr|abgaben ?konto\\w*|tax (?:number|id)',
      { shapes: [...digits(9), '##-###/####', '## ###/####', '##-### ####'], isValid: isLuhn },
    ),
    // https://www.justiz.gv.at/, "Firmenbuch"
    businessId(
      'at_company',
      'an Austrian company register number',
      'firmenbuch\\w*|fbnr|commercial register',
      { shapes: ['######A', '###### A', '#####A', '##### A'] },
      { shapes: ['######A', '###### A', '#####A', '##### A'], before: /(?<![A-Za-z])FN ?$/, labels: 'fn' },
    ),
  ],
};
