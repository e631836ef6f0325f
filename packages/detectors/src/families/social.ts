import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAt } from '../rules/verify.js';
import { secret } from '../rules/secret.js';
import { isMixed, isVaried, isWritten } from '../validators/randomness.js';

// Letters and digits and nothing that base64 has besides: https://developers.facebook.com/docs/facebook-login/guides/access-tokens.
const FACEBOOK = /(?<![\w+/-])EAA[A-Za-z0-9]{80,400}(?![\w+/=-])/y;
// The number of an app, then its token.
const FACEBOOK_APP = /\d{15,17}\|(?=[^a-z]{0,26}[a-z])(?=[^A-Z]{0,26}[A-Z])[\w-]{27}(?![\w-])/y;
const FACEBOOK_SHAPES = [15, 16, 17].map((length) => `${'#'.repeat(length)}|`);
const INSTAGRAM = /(?<![\w+/-])IG(?:QV|QW|AA)[\w-]{90,400}(?![\w+/=-])/y;

// https://docs.x.com/fundamentals/authentication/oauth-2-0/application-only
const TWITTER = /(?<!A)A{20,24}(?!A)[A-Za-z0-9%]{60,120}(?![A-Za-z0-9%+/=])/y;

/** Social networks and media. */
export const social: Family = {
  name: 'social',
  detectors: [
    secret(
      'facebook_token',
      'a Facebook token',
      { anchors: ['EAA'], verify: filtered(matchAt(FACEBOOK), (value) => isVaried(value, 4) && !isWritten(value)) },
      { shapes: FACEBOOK_SHAPES, verify: matchAt(FACEBOOK_APP, 0.85) },
      labelled(['facebook', 'fb_app', 'fbapp', 'fb_access', 'fbaccess'], /[0-9a-f]{32}/i),
    ),
    // https://developers.facebook.com/docs/instagram-platform
    secret(
      'instagram_token',
      'an Instagram token',
      {
        anchors: ['IGQV', 'IGQW', 'IGAA'],
        verify: filtered(matchAt(INSTAGRAM), (value) => isVaried(value, 4) && !isWritten(value)),
      },
      labelled(['instagram'], /[0-9a-f]{32}/),
    ),
    secret(
      'twitter_token',
      'an X (Twitter) token',
      {
        anchors: ['A'.repeat(20)],
        seams: true,
        verify: filtered(matchAt(TWITTER), (value) => isVaried(value.replace(/^A+/, ''), 4)),
      },
      {
        shapes: [15, 16, 17, 18, 19].map((digits) => `${'#'.repeat(digits)}-A`),
        verify: filtered(matchAt(/(?<![A-Za-z0-9_-])\d{15,19}-[A-Za-z0-9]{30}(?![\w-])/y), (value) =>
          isMixed(value.slice(value.indexOf('-'))),
        ),
      },
      // https://docs.x.com/fundamentals/authentication/oauth-1-0a/api-key-and-secret
      labelled(['twitter'], /\d{15,20}-[A-Za-z0-9]{20,40}|[A-Za-z0-9]{50}|[A-Za-z0-9]{45}|[A-Za-z0-9]{25}/),
    ),
  ],
};
