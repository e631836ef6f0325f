import type { Family, Hit, Site } from '../detector.js';
import { digitsOf, filtered, hit, matchAt, standsAlone } from '../rules/verify.js';
import { isLuhn } from '../validators/luhn.js';

// 3GPP TS 23.003, 6.2: eight digits of the type, six of the device, a Luhn digit.
const IMEI_LABEL = /\b(?:imei\d?|imeisv|meid)\b/;

function findImei(site: Site): Hit | undefined {
  const digits = digitsOf(site.text.slice(site.start, site.end));
  const isGrouped = site.end - site.start > digits.length;
  const isFit = isLuhn(digits) && !/^(\d)\1+$/.test(digits) && (isGrouped || site.isLabelled(IMEI_LABEL));
  return isFit && (standsAlone(site) || site.isLabelled(IMEI_LABEL)) ? hit(site, 0.85) : undefined;
}

// ITU-T E.118: 89, the country, the issuer, a Luhn digit. ITU-T E.212: the country and network, then the subscriber.
const SIM_LABEL = /\b(?:iccid|sim(?: card)?(?: (?:no|nr|number|serial))?)\b/;
const IMSI_LABEL = /\bimsi\b/;

function findSim(site: Site): Hit | undefined {
  const digits = digitsOf(site.text.slice(site.start, site.end));
  const isFit = digits.startsWith('89') ? isLuhn(digits) && site.isLabelled(SIM_LABEL) : isSubscriber(site, digits);
  return isFit && standsAlone(site) ? hit(site, 0.85) : undefined;
}
const isSubscriber = (site: Site, digits: string): boolean =>
  digits.length === 15 && /^[2-79]/.test(digits) && site.isLabelled(IMSI_LABEL);

// ISO 3779; 49 CFR 565.15 has the check digit of North America at place 9.
const VIN = /^[A-HJ-NPR-Z\d]{17}$/;
const VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

function isVin(value: string): boolean {
  if (!VIN.test(value)) return false;
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += (VALUES.indexOf(value[at]!) % 10) * WEIGHTS[at]!;
  return 'X0123456789'.at(((sum % 11) + 11) % 11 === 10 ? 0 : (sum % 11) + 1) === value[8];
}

/** The site is the number at the end, after letters and digits. */
function findVin({ text, end }: Site): Hit | undefined {
  const from = end - 17;
  if (from < 0) return undefined;
  const isAlone = standsAlone({ text, start: from, end });
  return isAlone && isVin(text.slice(from, end)) ? hit({ start: from, end }, 0.85) : undefined;
}

const LABELLED_VIN =
  /(?:\bvin|vehicle[ _-]?identification[ _-]?number|fahrgestellnummer|chassis(?:[ _-]?(?:no|number))?)(?: ?(?:no|number|code|#))?\.?["')]{0,2}(?: is)?[:= \t]{1,4}["']?((?=[A-Z\d]{0,16}\d)[A-HJ-NPR-Z\d]{17})(?![A-Za-z\d])/iy;

// Every country has its own plates, and all look like other codes: https://en.wikipedia.org/wiki/Vehicle_registration_plate.
const PLATE_LABEL =
  /(?:(?<=\b|licen[sc]e|number|registration)plates?(?: ?(?:number|no))?|kennzeichen|plaka(?:s\u0131)?(?: (?:no|numaras\u0131))?|(?:car|vehicle|bike)(?:['’]?s)? reg(?:istration)?(?: (?:number|no))?)["')]{0,2}(?: is)?[:=#. \t]{1,4}["']?/iy;
const PLATE_VALUE = /(?=[A-Z]{0,3}[ -]?[A-Z]{0,3}[ -]?\d)[A-Z\d]{1,4}(?:[ -]?[A-Z\d]{1,5}){1,2}(?![A-Za-z\d])/y;
const PLATE = /^(?=.{0,10}[A-Z])(?=.{0,10}\d)[A-Z\d](?:[ -]?[A-Z\d]){3,9}$/;
const isPlate = (value: string): boolean => PLATE.test(value);

/** Its letters are capitals: words may follow it. */
function findPlate({ text, start }: Site): Hit | undefined {
  PLATE_LABEL.lastIndex = start;
  if (!PLATE_LABEL.test(text)) return undefined;
  const from = PLATE_LABEL.lastIndex;
  PLATE_VALUE.lastIndex = from;
  const value = PLATE_VALUE.exec(text)?.[0];
  return value !== undefined && isPlate(value) ? hit({ start: from, end: from + value.length }, 0.8) : undefined;
}

export const devices: Family = {
  name: 'devices',
  detectors: [
    {
      id: 'imei',
      title: 'the IMEI of a mobile device',
      group: 'pii.device',
      rules: [
        { shapes: ['###############'], needs: ['imei', 'meid'], verify: findImei },
        { shapes: ['##-######-######-#', '## ###### ###### #', '######-##-######-#'], verify: findImei },
      ],
    },
    {
      id: 'sim',
      title: 'the number of a SIM card or its subscriber',
      group: 'pii.device',
      rules: [
        {
          shapes: ['###############', '###################', '####################', '#### #### #### #### ###'],
          needs: ['iccid', 'sim', 'imsi'],
          verify: findSim,
        },
      ],
    },
    {
      id: 'vin',
      title: 'a vehicle identification number',
      group: 'pii.device',
      rules: [
        { shapes: ['####', '#####', '######', '#######', '########'], edges: ['capital'], verify: findVin },
        {
          anchors: ['vin', 'vehicle', 'fahrgestellnummer', 'chassis'],
          verify: filtered(matchAt(LABELLED_VIN, 0.85), (value) => /[A-Za-z]/.test(value)),
        },
        {
          key: /\bvin$/,
          verify: (site) => (VIN.test(site.text) && /[A-Z]/.test(site.text) ? hit(site, 0.85) : undefined),
        },
      ],
    },
    {
      id: 'vehicle_plate',
      title: 'the registration plate of a vehicle',
      group: 'pii.device',
      rules: [
        {
          anchors: [
            'plate',
            'kennzeichen',
            'plaka',
            'car reg',
            'vehicle reg',
            'bike reg',
            "car's reg",
            "vehicle's reg",
            "bike's reg",
          ],
          verify: findPlate,
        },
        {
          key: /\b(?:(?:licen[sc]e|number|registration) plate|plate (?:number|no)|kennzeichen|plaka|matricula)$/,
          verify: (site) => (site.end <= 12 && isPlate(site.text) ? hit(site, 0.8) : undefined),
        },
      ],
    },
  ],
};
