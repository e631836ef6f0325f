import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed, shortPrefixed } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';
import { isVaried, isWritten } from '../validators/randomness.js';

const HEX = '0123456789abcdef'.split('');

// Two parts and a dot between them: https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys.
const SENDGRID = /SG\.[\w=-]{16,32}(?:[.=-][\w=.-]{32,64})(?![A-Za-z0-9])/y;

// The data centre stands last: https://mailchimp.com/developer/marketing/docs/fundamentals.
const MAILCHIMP = /(?<=(?<![0-9a-f])([0-9a-f]{32}))-us\d{1,2}(?![A-Za-z0-9])/y;

// `SK` and 32 digits of hex: https://www.twilio.com/docs/glossary/what-is-a-sid.
const TWILIO = /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/y;
// The name of an account, not its password.
const TWILIO_ACCOUNT = /(?<![A-Za-z0-9])AC[0-9a-f]{32}(?![A-Za-z0-9])/y;

/** Senders of mail and messages. */
export const messaging: Family = {
  name: 'messaging',
  detectors: [
    secret('sendgrid_key', 'a SendGrid API key', {
      anchors: ['SG.'],
      seams: true,
      verify: filtered(matchAt(SENDGRID), (value) => isVaried(value, 4) && !isWritten(value)),
    }),
    // https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/api-keys
    secret(
      'mailgun_key',
      'a Mailgun key',
      prefixed(['pubkey-'], /[0-9a-f]{32}/),
      {
        anchors: ['key-'],
        verify: filtered(matchAt(/(?<![A-Za-z0-9-])key-[0-9a-f]{32}(?![A-Za-z0-9-])/y, 0.85), (value) =>
          isVaried(value),
        ),
      },
      ...named(['mailgun'], /(?:(?:pub)?key-)?[0-9a-f]{32}(?:-[0-9a-f]{8}-[0-9a-f]{8})?/),
    ),
    secret(
      'mailchimp_key',
      'a Mailchimp API key',
      {
        anchors: ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'],
        seams: true,
        verify: filtered(matchAround(MAILCHIMP), (value) => isVaried(value)),
      },
      // https://mailchimp.com/developer/transactional/docs/fundamentals
      shortPrefixed(['md-'], /[\w-]{22}/),
      ...named(['mandrill'], /(?:md-)?[\w-]{22}/),
    ),
    // https://resend.com/docs/dashboard/api-keys/introduction
    secret('resend_key', 'a Resend API key', {
      anchors: ['re_'],
      seams: true,
      verify: filtered(matchAt(/re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?![A-Za-z0-9_])/y), isDrawn),
    }),
    // https://developers.sparkpost.com/api/#header-authentication
    secret(
      'twilio_key',
      'a Twilio key',
      {
        anchors: HEX.flatMap((first) => HEX.map((second) => `SK${first}${second}`)),
        seams: true,
        verify: filtered(matchAt(TWILIO), (value) => isVaried(value)),
      },
      {
        anchors: HEX.flatMap((first) => HEX.map((second) => `AC${first}${second}`)),
        verify: filtered(matchAt(TWILIO_ACCOUNT, 0.5), (value) => isVaried(value)),
      },
      {
        // https://www.twilio.com/docs/libraries: `Client(sid, token)`, and `sid:token` of Basic
        anchors: ['Client("AC', "Client('AC", 'Twilio("AC', "Twilio('AC", 'twilio("AC', "twilio('AC", '-u AC'],
        verify: matchAt(
          /(?:Client|Twilio)?\(?["' ]?(?:-u )?AC[0-9a-f]{32}(?:["']\s{0,4},\s{0,4}["']|:)([0-9a-f]{32})(?![0-9a-f])/iy,
        ),
      },
      ...named(['twilio'], /[0-9a-f]{32}/),
    ),
  ],
};

function isDrawn(value: string): boolean {
  return /[A-Z]/.test(value) && isVaried(value) && !isWritten(value.slice(3));
}
