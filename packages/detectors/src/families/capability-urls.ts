import type { Family } from '../detector.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isVaried } from '../validators/randomness.js';

// Signed parameters of one file: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html,
// https://docs.cloud.google.com/storage/docs/access-control/signed-urls,
// https://www.alibabacloud.com/help/en/oss/developer-reference/add-signatures-to-urls
const SIGNED = /x-(?:amz|goog|oss)-signature=([0-9a-f]{64,1024})(?![0-9a-zA-Z])/iy;
// Before them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html,
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
const OLDER =
  /(?<=(?:AccessKeyId|AccessId|Expires|Policy|Key-Pair-Id)=[^\s&"'<>]{1,600}&(?:amp;)?)Signature=((?:[A-Za-z0-9+/_~-]|%2[BbFf]){27,700}(?:%3[Dd]|=){0,2})/y;

/** URLs that need no other credential: anyone who knows one may see, start or report something. */
export const capabilityUrls: Family = {
  name: 'capability-urls',
  detectors: [
    secret(
      'calendar_address',
      'a private address of a calendar',
      // https://support.google.com/calendar/answer/37648
      prefixed(['/private-'], /[0-9a-f]{32}\/basic\.ics/),
      // https://support.microsoft.com/outlook
      prefixed(
        ['office365.com/owa/calendar/', 'outlook.office.com/owa/calendar/', 'outlook.live.com/owa/calendar/'],
        /[0-9a-f-]{32,36}(?:@[\w.-]{3,64})?\/[0-9a-f-]{32,64}\/[\w./-]{8,64}/,
      ),
      // https://support.apple.com/guide/icloud
      prefixed(['caldav.icloud.com/published/2/'], /[\w-]{40,200}/),
    ),
    secret(
      'deploy_hook',
      'a deploy hook',
      // https://render.com/docs/deploy-hooks
      prefixed(['api.render.com/deploy/'], /srv-[a-z0-9]{20}\?key=[\w-]{11,24}/),
      // https://vercel.com/docs/deploy-hooks
      prefixed(['api.vercel.com/v1/integrations/deploy/'], /[A-Za-z0-9_]{20,64}\/[A-Za-z0-9]{10,32}/),
      // https://docs.netlify.com/build/configure-builds/build-hooks
      prefixed(['api.netlify.com/build_hooks/'], /[0-9a-f]{24}/),
      // https://developers.cloudflare.com/pages/configuration/deploy-hooks
      prefixed(['api.cloudflare.com/client/v4/pages/webhooks/deploy_hooks/'], UUID),
    ),
    secret(
      'heartbeat_url',
      'an address that a job reports to',
      // https://healthchecks.io/docs/http_api
      prefixed(['hc-ping.com/'], new RegExp(`${UUID.source}|[\\w-]{22}/[a-z\\d_-]{2,64}`)),
      // https://deadmanssnitch.com/docs
      prefixed(['nosnch.in/'], /[0-9a-f]{10}/),
      // https://betterstack.com/docs/uptime/cron-and-heartbeat-monitor
      prefixed(
        ['uptime.betterstack.com/api/v1/heartbeat/', 'uptime.betteruptime.com/api/v1/heartbeat/'],
        /[A-Za-z0-9]{24}/,
      ),
      // https://cronitor.io/docs/telemetry-api
      prefixed(['cronitor.link/p/', 'cronitor.link/ping/'], /[0-9a-f]{32}/),
    ),
    secret(
      'node_url',
      'an address of a blockchain node',
      // https://www.helius.dev/docs
      prefixed(['helius-rpc.com/?api-key='], UUID),
      // https://www.ankr.com/docs
      prefixed(['rpc.ankr.com/'], /[a-z\d_]{2,40}\/[0-9a-f]{64}/),
      // https://docs.chainstack.com
      prefixed(['.core.chainstack.com/', '.p2pify.com/'], /[0-9a-f]{32}/),
    ),
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
