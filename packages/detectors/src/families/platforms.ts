import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { secret } from '../rules/secret.js';
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
    // https://docs.defined.net/guides/automating-host-creation
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
    // https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication
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
  ],
};
