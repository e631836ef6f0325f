import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAt } from '../rules/verify.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { isVaried, isWritten } from '../validators/randomness.js';

// `reftkn:…` in base64; https://jfrog.com/help/r/jfrog-platform-administration-documentation/reference-token
const REFERENCE = /(?<![A-Za-z0-9+/])cmVmd[A-Za-z0-9]{59}(?![A-Za-z0-9+/=])/y;
const API_KEY = /(?<![A-Za-z0-9+/])AKC[a-z][A-Za-z0-9]{69,72}(?![A-Za-z0-9+/=])/y;
const CRATES = /(?<![A-Za-z0-9])cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/y;

/** Keys of registries that packages and images are published to. */
export const packages: Family = {
  name: 'packages',
  detectors: [
    // https://docs.npmjs.com/about-access-tokens; older ones are UUIDs that only .npmrc identifies.
    secret(
      'npm_token',
      'an npm access token',
      prefixed(['npm_'], /[A-Za-z0-9]{36}/),
      labelled(['npm_token', 'npm_auth', 'npmtoken', 'npm token'], UUID),
      {
        anchors: ['_authToken'],
        verify: filtered(
          matchAt(/_authToken["']?[ \t]{0,3}[=:][ \t]{0,3}["']?([A-Za-z0-9_.+/-]{20,1000}={0,2})/y),
          (value) => isVaried(value),
        ),
      },
    ),
    // https://github.com/rust-lang/crates.io/blob/main/crates/crates_io_database/src/utils/token.rs
    secret('crates_token', 'a crates.io token', {
      anchors: ['cio'],
      verify: filtered(matchAt(CRATES), (value) => !isWritten(value)),
    }),
    // https://docs.docker.com/security/access-tokens/
    secret(
      'jfrog_token',
      'a JFrog token',
      { anchors: ['cmVmd'], verify: filtered(matchAt(REFERENCE), (value) => isVaried(value)) },
      { anchors: ['AKC'], verify: filtered(matchAt(API_KEY), (value) => isVaried(value)) },
      labelled(['jfrog', 'artifactory', 'bintray', 'xray'], /[A-Za-z0-9]{64,76}/),
    ),
  ],
};
