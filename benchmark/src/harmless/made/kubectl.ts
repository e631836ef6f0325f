import type { Random } from '../../security/harness/random.js';
import { containerLog } from './container-log.js';
import {
  address,
  age,
  app,
  clock,
  digest,
  hex,
  host,
  image,
  many,
  pod,
  small,
  toColumns,
  toYaml,
  uuid,
  word,
  type Write,
} from './draw.js';
import { toPod } from './pod.js';

/** What kubectl prints, after kubernetes.io/docs/reference/kubectl and its quick reference. */
export const KUBECTL: readonly Write[] = [
  pods,
  services,
  nodes,
  secrets,
  object,
  objects,
  describePod,
  events,
  containerLog,
];

const STATES = ['Running', 'Running', 'Running', 'Pending', 'CrashLoopBackOff', 'Completed', 'ImagePullBackOff'];

function pods(random: Random): string {
  const row = (): readonly string[] => [
    app(random),
    pod(random),
    `${random.below(3)}/2`,
    random.pick(STATES),
    String(random.below(40)),
    age(random),
    address(random),
    host(random),
    '<none>',
    '<none>',
  ];
  return toColumns([
    ['NAMESPACE', 'NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'],
    ...many(random, 60, row),
  ]);
}

function services(random: Random): string {
  const row = (): readonly string[] => [
    app(random),
    random.pick(['ClusterIP', 'NodePort', 'LoadBalancer']),
    address(random),
    '<none>',
    `${random.between(80, 9000)}:${random.between(30_000, 32_767)}/TCP`,
    age(random),
    `app=${app(random)},tier=${word(random)}`,
  ];
  return toColumns([
    ['NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE', 'SELECTOR'],
    ...many(random, 30, row),
  ]);
}

function nodes(random: Random): string {
  const row = (): readonly string[] => [
    host(random),
    'Ready',
    '<none>',
    age(random),
    `v1.3${random.below(4)}.${random.below(9)}-eks-${hex(random, 7)}`,
    address(random),
    '<none>',
    'Amazon Linux 2023.6',
    `6.1.${random.below(150)}-${random.below(150)}.amzn2023.x86_64`,
    `containerd://1.7.${random.below(30)}`,
  ];
  return toColumns([
    [
      'NAME',
      'STATUS',
      'ROLES',
      'AGE',
      'VERSION',
      'INTERNAL-IP',
      'EXTERNAL-IP',
      'OS-IMAGE',
      'KERNEL-VERSION',
      'CONTAINER-RUNTIME',
    ],
    ...many(random, 20, row),
  ]);
}

/** Only what they are called. */
function secrets(random: Random): string {
  const kinds = [
    'Opaque',
    'kubernetes.io/tls',
    'kubernetes.io/dockerconfigjson',
    'kubernetes.io/service-account-token',
    'helm.sh/release.v1',
  ];
  const row = (): readonly string[] => [
    random.pick([
      `${app(random)}-tls`,
      `${app(random)}-credentials`,
      `default-token-${small(random, 5)}`,
      `sh.helm.release.v1.${app(random)}.v${random.below(40)}`,
      'regcred',
    ]),
    random.pick(kinds),
    String(random.between(1, 5)),
    age(random),
  ];
  return toColumns([['NAME', 'TYPE', 'DATA', 'AGE'], ...many(random, 30, row)]);
}

function object(random: Random): string {
  return `${toYaml(toPod(random))}---\n`;
}
function objects(random: Random): string {
  return `${JSON.stringify({ apiVersion: 'v1', items: many(random, 10, toPod), kind: 'List' }, null, 4)}\n`;
}

function describePod(random: Random): string {
  const name = pod(random);
  return `Name:             ${name}
Namespace:        ${app(random)}
Priority:         0
Service Account:  ${app(random)}
Node:             ${host(random)}/${address(random)}
Start Time:       Tue, 24 Nov 2026 ${clock(random)} +0000
Labels:           app=${app(random)}
                  pod-template-hash=${hex(random, 10)}
Annotations:      checksum/secret: ${hex(random, 64)}
                  cni.projectcalico.org/containerID: ${hex(random, 64)}
Status:           Running
IP:               ${address(random)}
Containers:
  ${app(random)}:
    Container ID:   containerd://${hex(random, 64)}
    Image:          ${image(random)}
    Image ID:       docker.io/library/${app(random)}@${digest(random)}
    Last State:     Terminated
      Reason:       ${random.pick(['OOMKilled', 'Error', 'Completed'])}
      Exit Code:    ${random.below(255)}
    Liveness:       http-get http://:${random.between(1000, 9999)}/healthz delay=10s timeout=1s period=10s #success=1 #failure=3
    Environment Variables from:
      ${app(random)}-config   ConfigMap  Optional: false
      ${app(random)}-secrets  Secret     Optional: false
    Environment:
      DATABASE_PASSWORD:  <set to the key 'password' in secret '${app(random)}-db'>  Optional: false
      AWS_WEB_IDENTITY_TOKEN_FILE:  /var/run/secrets/eks.amazonaws.com/serviceaccount/token
      GIT_SHA:            ${hex(random, 40)}
    Mounts:
      /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-${small(random, 5)} (ro)
Volumes:
  kube-api-access-${small(random, 5)}:
    Type:                    Projected (a volume that contains injected data from multiple sources)
    TokenExpirationSeconds:  3607
QoS Class:                   BestEffort
Events:\n${events(random)}\n`;
}

function events(random: Random): string {
  const row = (): readonly string[] => [
    age(random),
    random.pick(['Normal', 'Warning']),
    random.pick(['Scheduled', 'Pulled', 'BackOff', 'Unhealthy', 'FailedMount']),
    `pod/${pod(random)}`,
    random.pick([
      `Successfully assigned ${app(random)}/${pod(random)} to ${host(random)}`,
      `Successfully pulled image "${image(random)}" in ${random.below(9000)}ms (${random.below(9000)}ms including waiting). Image size: ${random.below(900_000_000)} bytes.`,
      `Back-off restarting failed container ${app(random)} in pod ${pod(random)}_${app(random)}(${uuid(random)})`,
      `Readiness probe failed: Get "http://${address(random)}:8080/ready": context deadline exceeded`,
      `MountVolume.SetUp failed for volume "${app(random)}" : secret "${app(random)}-tls" not found`,
    ]),
  ];
  return toColumns([['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'], ...many(random, 30, row)]);
}
