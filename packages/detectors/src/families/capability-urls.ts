import type { Family } from '../detector.js';
import { UUID } from '../rules/secret.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isMixed, isNoWord, isVaried, isWritten, looksRandom } from '../validators/randomness.js';

// Signed parameters of one file: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html,
// https://docs.cloud.google.com/storage/docs/access-control/signed-urls,
// https://www.alibabacloud.com/help/en/oss/developer-reference/add-signatures-to-urls
const SIGNED = /x-(?:amz|goog|oss)-signature=([0-9a-f]{64,1024})(?![0-9a-zA-Z])/iy;
// Before them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html,
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
const OLDER =
  /(?<=(?:AccessKeyId|AccessId|Expires|Policy|Key-Pair-Id)=[^\s&"'<>]{1,600}&(?:amp;)?)Signature=((?:[A-Za-z0-9+/_~-]|%2[BbFf]){27,700}(?:%3[Dd]|=){0,2})/y;

/*
 * Badges of builds that only members may see: https://docs.travis-ci.com/user/status-images/,
 * https://circleci.com/docs/status-badges/, https://docs.codecov.com/docs/status-badges. Their tokens open the picture
 * only, and are made to stand in a README. A token of any other form is none of a badge.
 */
const BADGE = new RegExp(
  `\\.svg\\/?\\?(?:[\\w.-]{1,32}=[^\\s"'<>&)]{0,64}&(?:amp;)?){0,5}(?:circle-)?(?:token|t)=` +
    `([A-Za-z\\d]{10}|(?!A[KS]IA|LTAI)[A-Za-z\\d]{20}|[a-f\\d]{40}|${UUID.source}|CCIPRJ_[A-Za-z\\d]{16,24}_[a-f\\d]{40})(?=[\\s"'<>&)#]|$)`,
  'iy',
);
const SONAR_BADGE =
  /project_badges\/\w{4,24}\?(?:[\w.-]{1,32}=[^\s"'<>&)]{0,100}&(?:amp;)?){1,5}token=((?:sqb_)?[a-f\d]{40})(?![\w-])/iy;

/**
 * A link that one person gets to join, or to prove an address, behind a word for it: hexadecimal digits, or drawn from
 * all letters.
 */
const INVITATION =
  /(?<=:\/\/[^\s"'<>]{4,120})\/(?:sign-?up|join|invit(?:e|es|ation|ations)|register|registration|accept(?:-invit(?:e|ation))?|activat(?:e|ion)|confirm(?:ation)?|verify(?:-email)?|magic(?:-?link)?|(?:password[-_]?)?reset(?:[-_]?password)?|set-?password|onboarding|unlock)\/([A-Za-z\d_-]{22,128})(?=[/?#"'\s<>)\\]|$)/iy;
const isTicket = (value: string): boolean =>
  /^[a-f\d]{24,128}$/.test(value)
    ? /\d/.test(value) && /[a-f]/.test(value) && isVaried(value)
    : /\d/.test(value) && isMixed(value) && isVaried(value, 3) && looksRandom(value, 6);

/** URLs that need no other credential: anyone who knows one may see, start or report something. */
export const capabilityUrls: Family = {
  name: 'capability-urls',
  detectors: [
    {
      id: 'badge_token',
      title: 'a token of a badge',
      group: 'known',
      rules: [
        {
          anchors: ['.svg?', '.svg/?'],
          verify: filtered(matchAt(BADGE, 0.85), (value) => isVaried(value) && !isWritten(value) && isNoWord(value)),
        },
        { anchors: ['project_badges/'], verify: filtered(matchAt(SONAR_BADGE), (value) => isVaried(value)) },
      ],
    },
    {
      id: 'invitation_link',
      title: 'a link for one person',
      group: 'secret.temporary',
      rules: [
        {
          anchors: [
            '/signup/',
            '/sign-up/',
            '/join/',
            '/invite/',
            '/invites/',
            '/invitation/',
            '/invitations/',
            '/register/',
            '/registration/',
            '/accept/',
            '/accept-invit',
            '/activate/',
            '/activation/',
            '/confirm/',
            '/confirmation/',
            '/verify/',
            '/verify-email/',
            '/magic/',
            '/magic-link/',
            '/magiclink/',
            '/reset/',
            '/reset-password/',
            '/reset_password/',
            '/password-reset/',
            '/password_reset/',
            '/set-password/',
            '/onboarding/',
            '/unlock/',
          ],
          verify: filtered(matchAt(INVITATION, 0.85), isTicket),
        },
      ],
    },
    {
      id: 'presigned_url',
      title: 'a signature of a URL',
      group: 'secret.temporary',
      rules: [
        {
          anchors: ['x-amz-signature=', 'x-goog-signature=', 'x-oss-signature='],
          verify: filtered(matchAt(SIGNED), (value) => isVaried(value)),
        },
        { anchors: ['Signature='], verify: filtered(matchAt(OLDER), (value) => isVaried(value, 3.5)) },
      ],
    },
  ],
};
