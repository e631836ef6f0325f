import type { Detector, Family } from './detector.js';
import { aws } from './families/aws.js';
import { beneluxAlpine } from './families/benelux-alpine.js';
import { centralEurope } from './families/central-europe.js';
import { germany } from './families/germany.js';
import { italySpain } from './families/italy-spain.js';
import { nordic } from './families/nordic.js';
import { romance } from './families/romance.js';
import { southEastEurope } from './families/south-east-europe.js';
import { uk } from './families/uk.js';
import { vat } from './families/vat.js';

/** One line for each family; of two findings that are equally sure the one that stands higher is told. */
export const FAMILIES: readonly Family[] = [
  aws,
  uk,
  germany,
  romance,
  italySpain,
  nordic,
  beneluxAlpine,
  centralEurope,
  southEastEurope,
  vat,
];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);
