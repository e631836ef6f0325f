import type { Family, Site, Rule } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { SURE, filtered, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { isInDigest, isInOneRun } from '../validators/blobs.js';
import { entropyOf, isVaried, isWritten } from '../validators/randomness.js';

// Prefixes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids.
// After them come 16 characters of base32, or 17 and more in newer ids. `EXAMPLE` glued to one hides nothing.
const ID = /A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16,20}(?=EXAMPLE(?![A-Za-z0-9])|(?![A-Za-z0-9]))/y;
const PRINCIPAL = /A(?:ROA|IDA|GPA|IPA|NPA|NVA|PKA|SCA)[A-Z2-7]{16,20}(?![A-Za-z0-9])/y;
const ACCESS_KEYS = ['AKIA', 'ASIA', 'ABIA', 'ACCA'];

/** One id in thirty has no digit: then it is no part of other capitals, such as a protein, and no word. */
const isId = (id: string, { text, start }: Site): boolean =>
  isVaried(id) && (/\d/.test(id) || !(/[A-Z]/.test(text.charAt(start - 1)) || isWritten(id.slice(4))));

/** `ServiceSpecificCredentialId`: what it names has a secret of its own. */
const CREDENTIAL_ID = /\bservice specific credential id\b/;
const isCredentialId = (id: string, site: Site): boolean => id.startsWith('ACCA') && site.isLabelled(CREDENTIAL_ID);

const accessKey = filtered(
  matchAt(ID),
  (id, site) =>
    isId(id, site) &&
    !isCredentialId(id, site) &&
    !isInDigest(site.text, site.start, site.start + id.length) &&
    !isInOneRun(site.text, site.start, site.start + id.length),
);

// Secret access keys are 40 characters of base64: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html.
const SECRET_KEY = /[A-Za-z0-9/+]{40}/;
const SECRET_KEYS = /(?<![A-Za-z0-9/+=_-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/g;
const NEAR = 200;
const isSecretKey = (value: string): boolean =>
  entropyOf(value) >= 4 && /[a-z]/.test(value) && /[A-Z]/.test(value) && (/\d/.test(value) || /[+/]/.test(value));

/** A secret access key within `NEAR` characters of an access key id. */
function besideId(side: 'before' | 'after'): Rule {
  return {
    anchors: ACCESS_KEYS,
    verify(site) {
      const id = accessKey(site);
      if (!id) return undefined;
      const from = side === 'after' ? id.end : Math.max(0, id.start - NEAR);
      const near = site.text.slice(from, side === 'after' ? id.end + NEAR : id.start);
      for (const { 0: value, index } of near.matchAll(SECRET_KEYS))
        if (isSecretKey(value)) return { start: from + index, end: from + index + value.length, confidence: SURE };
      return undefined;
    },
  };
}

const labelledKey = labelled(
  ['aws', 'amazon', 'secretaccesskey', 'secret_access_key', 'secret-access-key', 'secret access key'],
  SECRET_KEY,
);
/** Called so by others as well: a type of their own goes before. */
const otherKey = labelled(['secretkey', 'secret_key', 'secret key'], SECRET_KEY, 0.8);

/** `unique_id`, `RoleId`: in every plan that has a role. */
const ID_NAME = /(?:unique|role|user|principal|group|profile|certificate)_?id["']{0,2}\s{0,40}[:=]\s{0,4}["']?$/i;
const BEFORE = 64;

export const aws: Family = {
  name: 'aws',
  detectors: [
    secret(
      'aws_key',
      'an AWS access key',
      { anchors: ACCESS_KEYS, seams: true, verify: accessKey },
      {
        // They name users and roles; one that is called a key was meant as one.
        anchors: ['AROA', 'AIDA', 'AGPA', 'AIPA', 'ANPA', 'ANVA', 'APKA', 'ASCA'],
        verify: filtered(
          matchAt(PRINCIPAL, 0.85),
          (id, site) =>
            isVaried(id) &&
            !ID_NAME.test(site.text.slice(Math.max(0, site.start - BEFORE), site.start)) &&
            site.isLabelled(/\b(?:access key|aws key|aws token|credentials?)\b/),
        ),
      },
      { ...labelledKey, verify: filtered(labelledKey.verify, isSecretKey) },
      { ...otherKey, verify: filtered(otherKey.verify, isSecretKey) },
      besideId('after'),
      besideId('before'),
      // Session tokens begin alike, since they hold the same names in protobuf: `origin`, `er/aws`.
      // https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
      prefixedRun(['IQoJb3JpZ2lu', 'FwoGZXIvYXdz', 'FQoGZXIvYXdz', 'AQoDYXdz'], 'A-Za-z0-9/+=%_-', 80, 4000),
      labelled(
        ['session_token', 'sessiontoken', 'session token', 'security_token', 'security-token', 'securitytoken'],
        /[A-Za-z0-9/+]{100,2000}={0,2}/,
      ),
      // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html: base64 of `BedrockAPIKey-…` and of `bedrock.amazonaws.com…`
      prefixed(['ABSKQmVkcm9ja0FQSUtleS'], /[A-Za-z0-9+/]{80,300}={0,2}/),
      {
        anchors: ['bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t'],
        seams: true,
        verify: matchAt(/bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/=]{0,2000}/y),
      },
      // https://developer-docs.amazon.com/sp-api/docs/authorizing-selling-partner-api-applications
      prefixed(['amzn.mws.'], UUID),
      prefixed(['amzn1.oa2-cs.v1.'], /[0-9a-f]{64}/),
      // https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
      prefixed(['da2-'], /[a-z0-9]{26}/, 0.85),
    ),
  ],
};
