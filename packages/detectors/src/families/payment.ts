import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';
import { isMixed, isVaried, isWritten } from '../validators/randomness.js';

// Secret, restricted and ephemeral keys: https://docs.stripe.com/keys. Other vendors write theirs alike.
// A task_test_… and the like are none.
const STRIPE_MODES = ['test_', 'live_', 'prod_'];
const STRIPE_KEYS = ['sk_', 'rk_', 'ek_', 'sk_org_'].flatMap((kind) => STRIPE_MODES.map((mode) => kind + mode));
const STRIPE =
  /(?<!(?<![A-Za-z])(?:de|di|ma|ri|ta))(?:sk_org|[ser]k)_(?:test|live|prod)_[A-Za-z0-9]{16,250}(?![A-Za-z0-9])/y;

// https://developer.squareup.com/docs/build-basics/access-tokens; 64 characters in all, with nothing in front.
const SQUARE = /(?<![\w+/-])EAAA[\w-]{60}(?![\w+/=-])/y;

// https://docs.adyen.com/development-resources/api-credentials
const ADYEN = /(?<=(AQE[A-Za-z0-9]))hmfx[A-Za-z0-9+/]{40,100}={0,2}-[A-Za-z0-9+/]{30,90}=-[!-~]{10,24}/y;

// A client secret in the code of a shop: https://freemius.com/help/documentation/wordpress-sdk.
const FREEMIUS = /(?<=secret_key["'][ \t]{0,8}(?:=>|:)[ \t]{0,8}["'])sk_[^\s"']{29}(?=["'])/y;

/** Payment, shops and parcels. */
export const payment: Family = {
  name: 'payment',
  detectors: [
    secret('stripe_key', 'a Stripe key', {
      anchors: STRIPE_KEYS,
      seams: true,
      verify: filtered(matchAt(STRIPE), (value) => isVaried(value)),
    }),
    secret('square_key', 'a Square key', prefixed(['sq0atp-', 'sq0csp-'], /[\w-]{18,60}/), {
      anchors: ['EAAA'],
      verify: filtered(matchAt(SQUARE), (value) => isVaried(value, 4) && !isWritten(value)),
    }),
    // https://developer.gocardless.com/api-reference/#making-requests-authentication
    secret(
      'gocardless_key',
      'a GoCardless token',
      {
        anchors: ['live_', 'sandbox_'],
        verify: filtered(
          matchAt(/(?:live|sandbox)_[\w-]{40}(?![\w-])/y),
          (value) => isVaried(value, 4) && isMixed(value),
        ),
      },
      labelled(['gocardless'], /(?:live|sandbox)_[\w=-]{40}/),
    ),
    // https://docs.mollie.com/reference/authentication
    secret('mollie_key', 'a Mollie API key', {
      anchors: ['live_', 'test_'],
      verify: filtered(
        matchAt(/(?<![A-Za-z0-9]_?)(?:live|test)_[A-Za-z0-9]{30}(?![A-Za-z0-9_-])/y),
        (value) => isVaried(value) && isMixed(value),
      ),
    }),
    // https://polar.sh/docs/integrate/authentication
    secret('adyen_key', 'an Adyen API key', { anchors: ['hmfx'], seams: true, verify: matchAround(ADYEN) }),
    // https://docs.xendit.co/docs/integration-api-keys
    secret('freemius_key', 'a Freemius secret key', {
      anchors: ['sk_'],
      verify: filtered(matchAt(FREEMIUS), (value) => isVaried(value)),
    }),
  ],
};
