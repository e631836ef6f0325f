import type { Family } from '../detector.js';
import { matchAt } from '../place.js';

// Prefixes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids.
// Behind them stand 16 characters of base32, or 17 and more in newer ids.
const ID = /A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16,20}(?![A-Za-z0-9])/y;

export const aws: Family = {
  name: 'aws',
  detectors: [
    {
      id: 'aws_key',
      title: 'AWS access key',
      group: 'secret',
      rules: [{ anchors: ['AKIA', 'ASIA', 'ABIA', 'ACCA'], seams: true, verify: matchAt(ID) }],
    },
  ],
};
