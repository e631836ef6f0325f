import type { Detector, Family } from './detector.js';
import { aws } from './families/aws.js';
import { bankAccounts } from './families/bank-accounts.js';
import { calls } from './families/calls.js';
import { commands } from './families/commands.js';
import { configuration } from './families/configuration.js';
import { connectionStrings } from './families/connection-strings.js';
import { crypto } from './families/crypto.js';
import { devices } from './families/devices.js';
import { email } from './families/email.js';
import { generic } from './families/generic.js';
import { headers } from './families/headers.js';
import { jwt } from './families/jwt.js';
import { knownValues } from './families/known-values.js';
import { limits } from './families/limits.js';
import { loginFiles } from './families/login-files.js';
import { network } from './families/network.js';
import { NUMBERS_TABLE } from './families/numbers-table.js';
import { numbers } from './families/numbers.js';
import { orders } from './families/orders.js';
import { passwordHashes } from './families/password-hashes.js';
import { paymentCards } from './families/payment-cards.js';
import { person } from './families/person.js';
import { phone } from './families/phone.js';
import { privateKeys } from './families/private-keys.js';
import { printedSecrets } from './families/printed-secrets.js';
import { PRODUCTS_TABLE } from './families/products-table.js';
import { products } from './families/products.js';
import { seedPhrase } from './families/seed-phrase.js';
import { travelDocuments } from './families/travel-documents.js';
import { TOKENS_TABLE } from './families/tokens-table.js';
import { tokens } from './families/tokens.js';
import { numberSamplesIn } from './rules/number-table.js';
import { productSamplesIn } from './rules/product-table.js';
import { tokenSamplesIn } from './rules/token-table.js';

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
  tokens,
  products,
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
  generic,
  knownValues,
  limits,
  orders,
];

export const DETECTORS: readonly Detector[] = FAMILIES.flatMap(({ detectors }) => detectors);

/** The samples of the families that are tables, as those of others are written: `type<TAB>text`. */
export const readTableSamples = (): ReadonlyMap<string, readonly string[]> =>
  new Map([
    [products.name, productSamplesIn(PRODUCTS_TABLE)],
    [numbers.name, numberSamplesIn(NUMBERS_TABLE)],
    [tokens.name, tokenSamplesIn(TOKENS_TABLE)],
  ]);
