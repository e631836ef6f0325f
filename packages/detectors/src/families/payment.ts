import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
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
    // https://developer.paypal.com/braintree/docs/guides/partners
    secret(
      'braintree_key',
      'a Braintree key',
      prefixed(['access_token$production$', 'access_token$sandbox$'], /[0-9a-z]{16}\$[0-9a-f]{32}/),
      ...named(['braintree'], /[0-9a-f]{32}/),
    ),
    // https://developer.paypal.com/api/rest/authentication
    secret('paypal_key', 'a PayPal client secret', ...named(['paypal'], /[AE][\w-]{79}/)),
    // https://shopify.dev/docs/apps/build/authentication-authorization
    secret(
      'shopify_key',
      'a Shopify key',
      prefixed(['shpat_', 'shpca_', 'shppa_', 'shprt_', 'shpss_', 'shptka_', 'shpua_'], /[0-9a-f]{32}/i),
    ),
    // https://plaid.com/docs/api/tokens
    secret(
      'plaid_key',
      'a Plaid key',
      prefixed(['access-production-', 'access-development-', 'access-sandbox-'], UUID),
      labelled(['plaid'], /[A-Za-z0-9]{30}|[A-Za-z0-9]{24}/),
    ),
    // https://developer.flutterwave.com/v3.0.0/docs/authentication
    secret(
      'flutterwave_key',
      'a Flutterwave key',
      prefixed(['FLWSECK', 'FLWPUBK'], /(?:_TEST)?-[0-9a-f]{12,40}(?:-X)?/),
    ),
    // https://razorpay.com/docs/api/authentication
    secret(
      'razorpay_key',
      'a Razorpay key',
      prefixed(['rzp_live_', 'rzp_test_'], /[A-Za-z0-9]{14}/),
      ...named(['razorpay'], /[A-Za-z0-9]{24}/),
    ),
    // https://docs.lob.com/#section/Authentication
    secret(
      'lob_key',
      'a Lob key',
      prefixed(['live_pub_', 'test_pub_'], /[0-9a-f]{31}/),
      prefixed(['live_'], /[0-9a-f]{35}/),
      labelled(['lobtoken', 'lob_', 'lob-', 'lobapi', 'lobkey', 'lobsecret'], /(?:live|test)_[0-9a-f]{35}/),
    ),
    // https://docs.easypost.com/docs/authentication
    secret('easypost_key', 'an EasyPost key', prefixed(['EZAK', 'EZTK'], /[A-Za-z0-9]{54}/)),
    // https://docs.goshippo.com/docs/guides_general/authentication
    secret('shippo_key', 'a Shippo key', prefixed(['shippo_live_', 'shippo_test_'], /[0-9a-f]{40}/)),
    // https://duffel.com/docs/api/overview/authentication
    secret('duffel_key', 'a Duffel token', prefixed(['duffel_live_', 'duffel_test_'], /[\w=-]{43}/)),
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
    secret('polar_token', 'a Polar token', prefixed(['polar_oat_', 'polar_pat_'], /[A-Za-z0-9]{40,50}/)),
    secret('adyen_key', 'an Adyen API key', { anchors: ['hmfx'], seams: true, verify: matchAround(ADYEN) }),
    // https://developer.paddle.com/api-reference/about/authentication
    secret(
      'paddle_key',
      'a Paddle API key',
      prefixed(['pdl_live_apikey_', 'pdl_sdbx_apikey_'], /[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}/),
    ),
    // https://www.mercadopago.com/developers/en/docs/your-integrations/credentials
    secret(
      'mercadopago_key',
      'a Mercado Pago token',
      prefixed(['APP_USR-'], /\d{12,19}-\d{6}-[0-9a-f]{32}(?:__[A-Z_]{5}__)?-\d{5,12}/),
    ),
    // https://docs.xendit.co/docs/integration-api-keys
    secret('xendit_key', 'a Xendit key', prefixed(['xnd_development_', 'xnd_production_'], /[A-Za-z0-9]{40,64}/)),
    secret('freemius_key', 'a Freemius secret key', {
      anchors: ['sk_'],
      verify: filtered(matchAt(FREEMIUS), (value) => isVaried(value)),
    }),
  ],
};
