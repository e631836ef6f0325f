import type { Detector, Family } from './detector.js';
import { ai } from './families/ai.js';
import { aws } from './families/aws.js';
import { azure } from './families/azure.js';
import { bankAccounts } from './families/bank-accounts.js';
import { capabilityUrls } from './families/capability-urls.js';
import { calls } from './families/calls.js';
import { chat } from './families/chat.js';
import { clusters } from './families/clusters.js';
import { commands } from './families/commands.js';
import { configuration } from './families/configuration.js';
import { connectionStrings } from './families/connection-strings.js';
import { crypto } from './families/crypto.js';
import { delivery } from './families/delivery.js';
import { devices } from './families/devices.js';
import { email } from './families/email.js';
import { generic } from './families/generic.js';
import { google } from './families/google.js';
import { headers } from './families/headers.js';
import { hosting } from './families/hosting.js';
import { jwt } from './families/jwt.js';
import { knownValues } from './families/known-values.js';
import { limits } from './families/limits.js';
import { loginFiles } from './families/login-files.js';
import { messaging } from './families/messaging.js';
import { monitoring } from './families/monitoring.js';
import { network } from './families/network.js';
import { NUMBERS_TABLE } from './families/numbers-table.js';
import { numbers } from './families/numbers.js';
import { office } from './families/office.js';
import { packages } from './families/packages.js';
import { passwordHashes } from './families/password-hashes.js';
import { paymentCards } from './families/payment-cards.js';
import { payment } from './families/payment.js';
import { person } from './families/person.js';
import { phone } from './families/phone.js';
import { platforms } from './families/platforms.js';
import { privateKeys } from './families/private-keys.js';
import { printedSecrets } from './families/printed-secrets.js';
import { PRODUCTS_TABLE } from './families/products-table.js';
import { products } from './families/products.js';
import { seedPhrase } from './families/seed-phrase.js';
import { social } from './families/social.js';
import { travelDocuments } from './families/travel-documents.js';
import { urlKeys } from './families/url-keys.js';
import { vendors } from './families/vendors.js';
import { webhooks } from './families/webhooks.js';
import { numberSamplesIn } from './rules/number-table.js';
import { productSamplesIn } from './rules/product-table.js';

/** One line for each family. Of two findings that are equally sure, the one that stands higher is reported. */
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
  numbers,
  travelDocuments,
  chat,
  vendors,
  messaging,
  monitoring,
  office,
  payment,
  platforms,
  social,
  products,
  webhooks,
  capabilityUrls,
  azure,
  clusters,
  delivery,
  google,
  hosting,
  packages,
  ai,
  privateKeys,
  jwt,
  connectionStrings,
  configuration,
  headers,
  commands,
  calls,
  loginFiles,
  passwordHashes,
  printedSecrets,
  urlKeys,
  generic,
  knownValues,
  limits,
];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);

/** The samples of the families that are tables, as those of others are written: `type<TAB>text`. */
export const readTableSamples = (): ReadonlyMap<string, readonly string[]> =>
  new Map([
    [products.name, productSamplesIn(PRODUCTS_TABLE)],
    [numbers.name, numberSamplesIn(NUMBERS_TABLE)],
  ]);
