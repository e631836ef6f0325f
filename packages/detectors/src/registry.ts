import type { Detector, Family } from './detector.js';
import { aws } from './families/aws.js';
import { bankAccounts } from './families/bank-accounts.js';
import { crypto } from './families/crypto.js';
import { devices } from './families/devices.js';
import { email } from './families/email.js';
import { network } from './families/network.js';
import { paymentCards } from './families/payment-cards.js';
import { person } from './families/person.js';
import { phone } from './families/phone.js';
import { seedPhrase } from './families/seed-phrase.js';

/** One line for each family; of two findings that are equally sure the one that stands higher is told. */
export const FAMILIES: readonly Family[] = [
  aws,
  email,
  phone,
  paymentCards,
  bankAccounts,
  devices,
  network,
  crypto,
  seedPhrase,
  person,
];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);
