import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { isVaried } from '../validators/randomness.js';

// An id, a checksum, the account and the key: https://authress.io/knowledge-base/docs/authorization/service-clients.
const AUTHRESS =
  /(?<=((?:authress|ext|sc|scauth)_[a-z0-9]{5,30}\.[a-z0-9]{4,6}))\.acc[_-][a-z0-9-]{10,32}\.[a-z0-9+/_=-]{30,120}(?![A-Za-z0-9])/iy;

// A secret token names itself secret, a public one public: https://docs.mapbox.com/help/glossary/access-token.
const MAPBOX = /[st]k\.eyJ[\w-]{40,300}\.[\w-]{22}(?![\w-])/y;

// https://dev.maxmind.com/license-key-format
const MAXMIND = /(?<=(?<![A-Za-z0-9])([A-Za-z0-9]{6}_[A-Za-z0-9]{29}))_mmk(?![A-Za-z0-9])/y;

// https://github.com/sidekiq/sidekiq/wiki/Commercial-FAQ: a user and a password for gems, in hex.
const SIDEKIQ_VARIABLE =
  /__contribsys__com[a-z_]{0,12}["'`]?(?: string)?[\s:=?>,]{1,30}["'`]?([0-9a-f]{8}:[0-9a-f]{8})(?![A-Za-z0-9])/iy;
const SIDEKIQ_URL = /(?<=:\/\/([0-9a-f]{8}:[0-9a-f]{8}))(?=@(?:gems|enterprise)\.contribsys\.com)/iy;

// In clear, and no variable: https://learn.microsoft.com/nuget/reference/nuget-config-file#packagesourcecredentials.
const NUGET =
  /(?<=key\s?=\s?["'](?:ClearText)?)Password["']\s{1,8}value\s{0,4}=\s{0,4}["'](?!%[^%"']{1,64}%["'])([^"'<>\s]{8,128})(?=["'])/iy;

/** Access to infrastructure, maps, sign-in and other services. */
export const platforms: Family = {
  name: 'platforms',
  detectors: [
    // https://tailscale.com/kb/1085/auth-keys
    secret(
      'tailscale_key',
      'a Tailscale key',
      prefixed(['tskey-'], /(?:[a-z]{2,9}-)?[A-Za-z0-9]{10,20}(?:CNTRL)?-[A-Za-z0-9]{16,50}/),
    ),
    // https://docs.defined.net/guides/automating-host-creation
    secret('defined_networking_key', 'a Defined Networking key', prefixed(['dnkey-'], /[\w=-]{26}-[\w=-]{52}/)),
    secret('authress_key', 'an Authress access key', {
      anchors: ['.acc_', '.acc-'],
      seams: true,
      verify: matchAround(AUTHRESS),
    }),
    // https://developer.okta.com/docs/guides/create-an-api-token
    secret('okta_token', 'an Okta token', ...named(['okta'], /00[\w=-]{40}/), {
      anchors: ['SSWS 00'],
      verify: filtered(matchAt(/SSWS (00[\w-]{40})(?![\w-])/y), (value) => isVaried(value)),
    }),
    // https://auth0.com/docs/get-started/applications/application-settings
    secret('auth0_key', 'an Auth0 client secret', ...named(['auth0'], /[\w-]{64}/)),
    secret(
      'mapbox_token',
      'a Mapbox token',
      { anchors: ['sk.eyJ', 'tk.eyJ'], seams: true, verify: matchAt(MAPBOX) },
      labelled(['mapbox'], /[pst]k\.[\w-]{40,300}\.[\w-]{22}/),
    ),
    secret('maxmind_key', 'a MaxMind licence key', {
      anchors: ['_mmk'],
      seams: true,
      verify: filtered(matchAround(MAXMIND), (value) => isVaried(value)),
    }),
    // https://io.adafruit.com/api/docs/#authentication
    secret(
      'adafruit_key',
      'an Adafruit key',
      prefixed(['aio_'], /[A-Za-z]{4}\d{2}[A-Za-z0-9]{22}/),
      ...named(['adafruit'], /[a-z0-9_-]{32}/),
    ),
    // https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication
    secret('adobe_key', 'an Adobe client secret', prefixed(['p8e-'], /[\w-]{32}/), labelled(['adobe'], /[0-9a-f]{32}/)),
    secret(
      'sidekiq_key',
      'a Sidekiq credentials',
      { anchors: ['__contribsys__com'], verify: matchAt(SIDEKIQ_VARIABLE) },
      { anchors: ['@gems.contribsys.com', '@enterprise.contribsys.com'], verify: matchAround(SIDEKIQ_URL) },
    ),
    secret('nuget_password', 'a NuGet source password', {
      anchors: ['Password"', "Password'"],
      verify: filtered(matchAt(NUGET, 0.85), (value) => isVaried(value)),
    }),
    // https://developer.frame.io/api/reference
    secret('frameio_token', 'a Frame.io token', prefixed(['fio-u-'], /[\w=-]{64}/)),
    // https://api.intra.42.fr/apidoc/guides/getting_started
    secret('intra42_key', 'a 42 Intra secret', prefixed(['s-s4t2ud-', 's-s4t2af-'], /[0-9a-f]{64}/)),
    // https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys
    secret(
      'confluent_key',
      'a Confluent key',
      prefixed(['cflt'], /[A-Za-z0-9+/]{60}/),
      labelled(['confluent'], /[A-Za-z0-9+/]{64}|[A-Za-z0-9]{16}/),
    ),
    // https://www.pubnub.com/docs/general/setup/account-setup; the other keys are public.
    secret('pubnub_key', 'a PubNub secret key', prefixed(['sec-c-'], /[A-Za-z0-9+/=_-]{36,60}/)),
    // https://documentation.onesignal.com/docs/en/keys-and-ids
    secret('onesignal_key', 'a OneSignal key', prefixed(['os_v2_app_', 'os_v2_org_'], /[a-z0-9]{80,120}/)),
    // https://docs.nightfall.ai/docs/creating-an-api-key
    secret('nightfall_key', 'a Nightfall API key', prefixed(['NF-'], /(?=[A-Za-z]{0,31}\d)[A-Za-z0-9]{32}/)),
    // https://docs.ubidots.com/reference/authentication
    secret('ubidots_token', 'a Ubidots token', prefixed(['BBFF-', 'BBUS-'], /[A-Za-z0-9]{30}/)),
    // https://docs.endorlabs.com/administration/api-keys
    secret('endor_key', 'an Endor Labs API key', prefixed(['endr+'], /[\w-]{16}(?![\w-])/)),
    // https://cal.com/docs/api-reference
    secret('cal_key', 'a Cal.com API key', prefixed(['cal_live_'], /[0-9a-f]{32}/)),
    // https://wakatime.com/developers#authentication
    secret('wakatime_key', 'a WakaTime key', prefixed(['waka_', 'waka_sec_', 'waka_tok_'], UUID)),
  ],
};
