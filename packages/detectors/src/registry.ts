import type { Detector, Family } from './detector.js';
import { aws } from './families/aws.js';
import { chat } from './families/chat.js';
import { customers } from './families/customers.js';
import { messaging } from './families/messaging.js';
import { monitoring } from './families/monitoring.js';
import { office } from './families/office.js';
import { payment } from './families/payment.js';
import { platforms } from './families/platforms.js';
import { social } from './families/social.js';
import { vendors } from './families/vendors.js';
import { webhooks } from './families/webhooks.js';

/** One line for each family; of two findings that are equally sure the one that stands higher is told. */
export const FAMILIES: readonly Family[] = [
  aws,
  chat,
  customers,
  messaging,
  monitoring,
  office,
  payment,
  platforms,
  social,
  vendors,
  webhooks,
];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);
