import { BASE32, type Random } from '../../security/harness/random.js';
import {
  address,
  app,
  base64,
  digits,
  hardware,
  hex,
  many,
  mixed,
  region,
  time,
  uuid,
  word,
  type Write,
} from './draw.js';

/** What `aws`, `gcloud` and `az` list, after their command references. */
export const CLOUDS: readonly Write[] = [
  (random) => show({ Reservations: many(random, 8, instance) }),
  (random) => show({ SecretList: many(random, 12, secretEntry) }),
  (random) => show({ Keys: many(random, 20, kmsKey), Truncated: false }),
  (random) => show({ Contents: many(random, 40, storedObject) }),
  (random) => show({ Functions: many(random, 10, lambda) }),
  (random) => show({ events: many(random, 30, logEvent), nextForwardToken: `f/${digits(random, 56)}/s` }),
  (random) => show({ Stacks: many(random, 10, stack) }),
  (random) => show(many(random, 8, machine)),
  (random) => show(many(random, 10, serviceAccount)),
  (random) => show(many(random, 10, azureResource)),
  (random) => show(many(random, 5, azureSubscription)),
];

const show = (value: unknown): string => `${JSON.stringify(value, null, 4)}\n`;
const account: Write = (random) => digits(random, 12);
const arn = (random: Random, service: string, rest: string): string =>
  `arn:aws:${service}:${region(random)}:${account(random)}:${rest}`;

const instance = (random: Random): object => ({
  ReservationId: `r-0${hex(random, 16)}`,
  OwnerId: account(random),
  Instances: [
    {
      InstanceId: `i-0${hex(random, 16)}`,
      ImageId: `ami-0${hex(random, 16)}`,
      KeyName: `${app(random)}-key`,
      LaunchTime: time(random),
      PrivateIpAddress: address(random),
      ClientToken: uuid(random),
      NetworkInterfaces: [{ MacAddress: hardware(random), NetworkInterfaceId: `eni-0${hex(random, 16)}` }],
      IamInstanceProfile: {
        Arn: arn(random, 'iam', `instance-profile/${app(random)}`),
        Id: `AIPA${random.text(17, BASE32)}`,
      },
    },
  ],
});
const secretEntry = (random: Random): object => {
  const name = `${app(random)}/${word(random)}`;
  return {
    ARN: arn(random, 'secretsmanager', `secret:${name}-${mixed(random, 6)}`),
    Name: name,
    LastChangedDate: time(random),
    SecretVersionsToStages: { [uuid(random)]: ['AWSCURRENT'] },
    KmsKeyId: arn(random, 'kms', `key/${uuid(random)}`),
  };
};
const kmsKey = (random: Random): object => ({ KeyId: uuid(random), KeyArn: arn(random, 'kms', `key/${uuid(random)}`) });
const storedObject = (random: Random): object => ({
  Key: `${word(random)}/${uuid(random)}/${word(random)}.parquet`,
  LastModified: time(random),
  ETag: `"${hex(random, 32)}-${random.below(20)}"`,
  Size: random.below(1e9),
  StorageClass: 'STANDARD',
});
const lambda = (random: Random): object => ({
  FunctionName: app(random),
  FunctionArn: arn(random, 'lambda', `function:${app(random)}`),
  CodeSha256: `${base64(random, 43)}=`,
  RevisionId: uuid(random),
  CodeSize: random.below(1e8),
  Environment: {
    Variables: {
      TABLE_NAME: word(random),
      SECRET_ARN: arn(random, 'secretsmanager', `secret:${app(random)}-${mixed(random, 6)}`),
      LOG_LEVEL: 'info',
    },
  },
});
const logEvent = (random: Random): object => ({
  timestamp: 1_760_000_000_000 + random.below(30_000_000_000),
  message: `REPORT RequestId: ${uuid(random)}\tDuration: ${random.below(9000)}.${random.below(99)} ms\tMemory Size: 512 MB\tXRAY TraceId: 1-${hex(random, 8)}-${hex(random, 24)}\n`,
  eventId: digits(random, 56),
});
const stack = (random: Random): object => ({
  StackId: arn(random, 'cloudformation', `stack/${app(random)}/${uuid(random)}`),
  StackStatus: 'UPDATE_COMPLETE',
  Parameters: [
    { ParameterKey: 'DatabasePassword', ParameterValue: '****' },
    { ParameterKey: 'ImageTag', ParameterValue: hex(random, 40) },
  ],
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
});
const machine = (random: Random): object => ({
  cpuPlatform: 'Intel Ice Lake',
  creationTimestamp: time(random),
  fingerprint: `${base64(random, 11)}=`,
  id: digits(random, 19),
  labelFingerprint: `${base64(random, 11)}=`,
  machineType: `https://www.googleapis.com/compute/v1/projects/${app(random)}-${random.below(1e6)}/zones/europe-west1-b/machineTypes/e2-medium`,
  metadata: { fingerprint: `${base64(random, 11)}=`, kind: 'compute#metadata' },
  networkInterfaces: [{ fingerprint: `${base64(random, 11)}=`, name: 'nic0', networkIP: address(random) }],
  serviceAccounts: [{ scopes: ['https://www.googleapis.com/auth/cloud-platform'] }],
});
const serviceAccount = (random: Random): object => ({
  displayName: word(random),
  etag: `${base64(random, 11)}=`,
  name: `projects/${app(random)}/serviceAccounts/${digits(random, 21)}`,
  oauth2ClientId: digits(random, 21),
  projectId: app(random),
  uniqueId: digits(random, 21),
  keys: many(random, 3, (each) => ({
    name: `projects/${app(each)}/keys/${hex(each, 40)}`,
    validAfterTime: time(each),
    keyAlgorithm: 'KEY_ALG_RSA_2048',
  })),
});
const azureResource = (random: Random): object => ({
  id: `/subscriptions/${uuid(random)}/resourceGroups/${app(random)}/providers/Microsoft.Storage/storageAccounts/${app(random)}${digits(random, 4)}`,
  etag: `W/"datetime'${time(random)}'"`,
  identity: { principalId: uuid(random), tenantId: uuid(random), type: 'SystemAssigned' },
  keyCreationTime: { key1: time(random), key2: time(random) },
  location: 'westeurope',
  primaryEndpoints: { blob: `https://${app(random)}${digits(random, 4)}.blob.core.windows.net/` },
  vaultUri: `https://${app(random)}.vault.azure.net/`,
});
const azureSubscription = (random: Random): object => ({
  cloudName: 'AzureCloud',
  homeTenantId: uuid(random),
  id: uuid(random),
  isDefault: false,
  name: `${word(random)} subscription`,
  state: 'Enabled',
  tenantId: uuid(random),
});
