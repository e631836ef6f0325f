import type { Random } from '../../security/harness/random.js';
import { address, app, digest, hex, host, image, many, pod, small, time, uuid, version } from './draw.js';

const metadata = (random: Random): object => ({
  annotations: {
    'checksum/config': hex(random, 64),
    'deployment.kubernetes.io/revision': String(random.below(80)),
    'kubectl.kubernetes.io/restartedAt': time(random),
  },
  creationTimestamp: time(random),
  generateName: `${app(random)}-${hex(random, 10)}-`,
  labels: {
    app: app(random),
    'app.kubernetes.io/managed-by': 'Helm',
    'helm.sh/chart': `${app(random)}-${version(random)}`,
    'pod-template-hash': hex(random, 10),
  },
  name: pod(random),
  namespace: app(random),
  ownerReferences: [
    {
      apiVersion: 'apps/v1',
      blockOwnerDeletion: true,
      controller: true,
      kind: 'ReplicaSet',
      name: `${app(random)}-${hex(random, 10)}`,
      uid: uuid(random),
    },
  ],
  resourceVersion: String(random.below(900_000_000)),
  uid: uuid(random),
});

const container = (random: Random): object => ({
  name: app(random),
  image: image(random),
  imagePullPolicy: 'IfNotPresent',
  env: [
    { name: 'LOG_LEVEL', value: random.pick(['info', 'debug']) },
    { name: 'DATABASE_HOST', value: `${app(random)}.${app(random)}.svc.cluster.local` },
    { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { key: 'password', name: `${app(random)}-credentials` } } },
    {
      name: 'API_TOKEN',
      valueFrom: { secretKeyRef: { key: 'api-token', name: `${app(random)}-tokens`, optional: true } },
    },
    { name: 'TOKEN_FILE', value: '/var/run/secrets/tokens/api' },
  ],
  ports: [{ containerPort: random.between(1000, 9999), name: 'http', protocol: 'TCP' }],
  resources: { limits: { cpu: `${random.below(4000)}m`, memory: `${random.below(4096)}Mi` } },
  volumeMounts: [
    {
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
      name: `kube-api-access-${small(random, 5)}`,
      readOnly: true,
    },
  ],
});

/** A pod as the cluster keeps it. */
export const toPod = (random: Random): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadata(random),
  spec: {
    containers: many(random, 3, container),
    imagePullSecrets: [{ name: 'regcred' }],
    nodeName: host(random),
    schedulerName: 'default-scheduler',
    securityContext: { fsGroup: random.below(2000), runAsUser: random.below(65_536) },
    serviceAccountName: app(random),
    tolerations: [
      { effect: 'NoExecute', key: 'node.kubernetes.io/not-ready', operator: 'Exists', tolerationSeconds: 300 },
    ],
  },
  status: {
    conditions: many(random, 4, () => ({
      lastTransitionTime: time(random),
      status: 'True',
      type: random.pick(['Ready', 'Initialized', 'PodScheduled']),
    })),
    containerStatuses: many(random, 3, () => ({
      containerID: `containerd://${hex(random, 64)}`,
      image: image(random),
      imageID: `docker.io/library/${app(random)}@${digest(random)}`,
      restartCount: random.below(9),
      state: { running: { startedAt: time(random) } },
    })),
    podIP: address(random),
    qosClass: 'Burstable',
    startTime: time(random),
  },
});
