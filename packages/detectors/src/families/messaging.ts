import type { Family } from '../detector.js';
import { labelled } from '../labelled.js';
import { filtered, matchAround, matchAt } from '../place.js';
import { prefixed } from '../prefixed.js';
import { isRandom } from '../randomness.js';

const HEX = '0123456789abcdef'.split('');

// Two parts and a dot between them: https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys.
const SENDGRID = /SG\.(?=[^\d]{0,40}\d)[\w=-]{16,32}(?:[.=-][\w=.-]{32,64})(?![A-Za-z0-9])/y;

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
    {
      id: 'sendgrid_key',
      title: 'SendGrid API key',
      group: 'secret',
      rules: [{ anchors: ['SG.'], seams: true, verify: filtered(matchAt(SENDGRID), (value) => isRandom(value, 4)) }],
    },
    {
      // https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/api-keys
      id: 'mailgun_key',
      title: 'Mailgun key',
      group: 'secret',
      rules: [
        prefixed(['pubkey-'], /[0-9a-f]{32}/),
        {
          anchors: ['key-'],
          verify: filtered(matchAt(/(?<![A-Za-z0-9-])key-[0-9a-f]{32}(?![A-Za-z0-9-])/y, 0.85), (value) =>
            isRandom(value),
          ),
        },
        labelled(['mailgun'], /(?:(?:pub)?key-)?[0-9a-f]{32}(?:-[0-9a-f]{8}-[0-9a-f]{8})?/),
      ],
    },
    {
      id: 'mailchimp_key',
      title: 'Mailchimp API key',
      group: 'secret',
      rules: [
        {
          anchors: ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'],
          seams: true,
          verify: filtered(matchAround(MAILCHIMP), (value) => isRandom(value)),
        },
        // https://mailchimp.com/developer/transactional/docs/fundamentals
        labelled(['mandrill'], /(?:md-)?[\w-]{22}/),
      ],
    },
    {
      // https://developers.brevo.com/docs/getting-started
      id: 'brevo_key',
      title: 'Brevo key',
      group: 'secret',
      rules: [prefixed(['xkeysib-', 'xsmtpsib-'], /[0-9a-f]{64}-[A-Za-z0-9]{16}/)],
    },
    {
      // https://resend.com/docs/dashboard/api-keys/introduction
      id: 'resend_key',
      title: 'Resend API key',
      group: 'secret',
      rules: [
        {
          anchors: ['re_'],
          seams: true,
          verify: filtered(matchAt(/re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?![A-Za-z0-9_])/y), hasDigitAndCapital),
        },
      ],
    },
    {
      // https://developers.mailersend.com/general.html#authentication
      id: 'mailersend_key',
      title: 'MailerSend API key',
      group: 'secret',
      rules: [prefixed(['mlsn.'], /[0-9a-f]{64}/)],
    },
    {
      // https://postmarkapp.com/developer/api/overview#authentication
      id: 'postmark_key',
      title: 'Postmark token',
      group: 'secret',
      rules: [labelled(['postmark'], /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i)],
    },
    {
      // https://dev.mailjet.com/email/guides/#authentication
      id: 'mailjet_key',
      title: 'Mailjet key',
      group: 'secret',
      rules: [labelled(['mailjet'], /[0-9a-f]{32}/)],
    },
    {
      // https://developers.sparkpost.com/api/#header-authentication
      id: 'sparkpost_key',
      title: 'SparkPost API key',
      group: 'secret',
      rules: [labelled(['sparkpost'], /[0-9a-f]{40}/)],
    },
    {
      id: 'twilio_key',
      title: 'Twilio key',
      group: 'secret',
      rules: [
        {
          anchors: HEX.map((digit) => `SK${digit}`),
          seams: true,
          verify: filtered(matchAt(TWILIO), (value) => isRandom(value)),
        },
        {
          anchors: HEX.map((digit) => `AC${digit}`),
          verify: filtered(matchAt(TWILIO_ACCOUNT, 0.5), (value) => isRandom(value)),
        },
        labelled(['twilio'], /[0-9a-f]{32}/),
      ],
    },
    {
      // https://developers.messagebird.com/api
      id: 'messagebird_key',
      title: 'MessageBird key',
      group: 'secret',
      rules: [
        labelled(
          ['messagebird', 'message_bird', 'message-bird'],
          /(?=[A-Za-z]{0,24}\d)[A-Za-z0-9]{25}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i,
        ),
      ],
    },
    {
      // https://developer.vonage.com/en/getting-started/concepts/authentication
      id: 'vonage_key',
      title: 'Vonage secret',
      group: 'secret',
      rules: [labelled(['vonage', 'nexmo'], /(?=[A-Za-z]{0,15}\d)[A-Za-z0-9]{16}/)],
    },
    {
      // https://developers.plivo.com
      id: 'plivo_key',
      title: 'Plivo token',
      group: 'secret',
      rules: [labelled(['plivo'], /(?=[A-Za-z]{0,39}\d)[A-Za-z0-9]{40}/)],
    },
  ],
};

function hasDigitAndCapital(value: string): boolean {
  return /\d/.test(value) && /[A-Z]/.test(value) && isRandom(value);
}
