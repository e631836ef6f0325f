import type { Family } from '../detector.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';
import { isVaried } from '../validators/randomness.js';

// https://developers.google.com/identity/protocols/oauth2/native-app#offline: a slash, and a version in front of it
const REFRESH = /1\/\/0[a-zA-Z0-9][\w-]{38,200}(?![\w/-])/y;
const MESSAGING = /(?<=(AAAA[\w-]{7})):APA91b[\w-]{134}(?![\w-])/y;
// https://cloud.google.com/iam/docs/keys-create-delete; beside the PEM, which has a rule of its own
const KEY_ID = /(?:private_key_id\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?)?([0-9a-f]{40})(?![0-9a-f])/y;

export const google: Family = {
  name: 'google',
  detectors: [
    secret(
      'google_key',
      'a Google API key',
      // https://cloud.google.com/docs/authentication/api-keys
      prefixed(['AIza'], /[\w-]{35}(?![\w-])/),
      // Bound to a service account, as Gemini has them: https://ai.google.dev/gemini-api/docs/api-key
      prefixed(['AQ.Ab8R'], /[\w-]{40,80}/),
      // https://developers.google.com/identity/protocols/oauth2#size
      prefixedRun(['ya29.'], '\\w.-', 30, 2048),
      prefixed(['GOCSPX-'], /[\w-]{28}/),
      { anchors: ['1//0'], verify: filtered(matchAt(REFRESH), (value) => isVaried(value, 4)) },
      // The server key of a legacy project: https://firebase.google.com/docs/cloud-messaging/auth-server
      { anchors: [':APA91b'], seams: true, verify: matchAround(MESSAGING) },
      // https://cloud.google.com/storage/docs/authentication/hmackeys
      prefixed(['GOOG1E'], /[A-Z0-9]{50,60}/),
      {
        anchors: ['private_key_id'],
        key: /^private key id$/,
        verify: filtered(matchAt(KEY_ID), (value) => isVaried(value)),
      },
    ),
  ],
};
