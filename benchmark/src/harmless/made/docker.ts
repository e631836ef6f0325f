import type { Random } from '../../security/harness/random.js';
import {
  address,
  age,
  app,
  digest,
  hardware,
  hex,
  image,
  many,
  time,
  toColumns,
  version,
  word,
  type Write,
} from './draw.js';

/** What docker prints, after docs.docker.com/reference/cli/docker. */
export const DOCKER: readonly Write[] = [ps, images, inspect, build, history, stats];

const name: Write = (random) => `${app(random)}_${word(random)}_${random.below(9)}`;

function ps(random: Random): string {
  const row = (): readonly string[] => [
    hex(random, 12),
    image(random),
    `"/docker-entrypoint.…"`,
    `${random.below(40)} hours ago`,
    `Up ${random.below(40)} hours (healthy)`,
    `0.0.0.0:${random.between(1000, 65_535)}->${random.between(80, 9000)}/tcp, [::]:${random.between(1000, 65_535)}->80/tcp`,
    name(random),
  ];
  return toColumns([
    ['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES'],
    ...many(random, 30, row),
  ]);
}

function images(random: Random): string {
  const row = (): readonly string[] => [
    `registry.example.com/${app(random)}`,
    version(random),
    digest(random),
    hex(random, 12),
    `${random.below(50)} days ago`,
    `${random.below(900)}MB`,
  ];
  return toColumns([['REPOSITORY', 'TAG', 'DIGEST', 'IMAGE ID', 'CREATED', 'SIZE'], ...many(random, 30, row)]);
}

function inspect(random: Random): string {
  const id = hex(random, 64);
  const value = {
    Id: id,
    Created: time(random).replace('Z', `.${random.below(1e9)}Z`),
    Path: '/docker-entrypoint.sh',
    State: { Status: 'running', Pid: random.below(4_000_000), ExitCode: 0, StartedAt: time(random) },
    Image: digest(random),
    ResolvConfPath: `/var/lib/docker/containers/${id}/resolv.conf`,
    LogPath: `/var/lib/docker/containers/${id}/${id}-json.log`,
    Name: `/${name(random)}`,
    HostConfig: {
      NetworkMode: 'default',
      CpuShares: random.below(1024),
      Memory: random.below(4_294_967_296),
      MaskedPaths: ['/proc/keys', '/proc/latency_stats', '/proc/timer_list'],
    },
    GraphDriver: {
      Data: {
        LowerDir: many(random, 6, (each) => `/var/lib/docker/overlay2/${hex(each, 64)}/diff`).join(':'),
        UpperDir: `/var/lib/docker/overlay2/${hex(random, 64)}/diff`,
      },
      Name: 'overlay2',
    },
    Config: {
      Hostname: id.slice(0, 12),
      Env: [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin',
        `NGINX_VERSION=${version(random)}`,
        `GPG_KEY=${hex(random, 40).toUpperCase()}`,
        `PYTHON_SHA256=${hex(random, 64)}`,
        `NODE_VERSION=${version(random)}`,
        'POSTGRES_PASSWORD_FILE=/run/secrets/db',
      ],
      Image: image(random),
      Labels: {
        'com.docker.compose.config-hash': hex(random, 64),
        'org.opencontainers.image.revision': hex(random, 40),
      },
    },
    NetworkSettings: {
      SandboxID: hex(random, 64),
      MacAddress: hardware(random),
      Networks: {
        bridge: {
          NetworkID: hex(random, 64),
          EndpointID: hex(random, 64),
          IPAddress: address(random),
          IPPrefixLen: 16,
        },
      },
    },
  };
  return `${JSON.stringify([value], null, 4)}\n`;
}

function build(random: Random): string {
  const step = (each: Random, index: number): string => {
    const seconds = (each.below(900) / 10).toFixed(1);
    return random.pick([
      `#${index} [internal] load metadata for docker.io/library/${image(each)}\n#${index} DONE ${seconds}s\n`,
      `#${index} [${index}/20] RUN apt-get update && apt-get install -y ${word(each)} && rm -rf /var/lib/apt/lists/*\n#${index} ${seconds} Get:${each.below(90)} http://deb.debian.org/debian bookworm/main amd64 ${word(each)} amd64 ${version(each)}-1 [${each.below(9000)} kB]\n#${index} DONE ${seconds}s\n`,
      `#${index} sha256:${hex(each, 64)} ${each.below(90)}.${each.below(99)}MB / 90.12MB ${seconds}s\n#${index} extracting ${digest(each)} ${seconds}s done\n`,
      `#${index} exporting layers ${seconds}s done\n#${index} writing image ${digest(each)} done\n#${index} naming to ${image(each)} done\n`,
      `#${index} [${index}/20] RUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci\n#${index} ${seconds} added ${each.below(2000)} packages, and audited ${each.below(2000)} packages in ${seconds}s\n#${index} CACHED\n`,
    ]);
  };
  return Array.from({ length: random.between(5, 40) }, (_, index) => step(random, index + 1)).join('');
}

function history(random: Random): string {
  const row = (): readonly string[] => [
    random.pick([hex(random, 12), '<missing>']),
    `${random.below(9)} weeks ago`,
    random.pick([
      `/bin/sh -c #(nop) ADD file:${hex(random, 64)} in /`,
      `/bin/sh -c #(nop) COPY dir:${hex(random, 64)} in /app`,
      `ENV GPG_KEY=${hex(random, 40).toUpperCase()}`,
      `RUN /bin/sh -c set -eux; wget -O ${word(random)}.tar.xz "https://example.com/${version(random)}"; echo "${hex(random, 64)} *${word(random)}.tar.xz" | sha256sum -c - # buildkit`,
      `ARG BUILD_ID=${random.below(1e9)}`,
    ]),
    `${random.below(90)}MB`,
    'buildkit.dockerfile.v0',
  ];
  return toColumns([['IMAGE', 'CREATED', 'CREATED BY', 'SIZE', 'COMMENT'], ...many(random, 25, row)]);
}

function stats(random: Random): string {
  const row = (): readonly string[] => [
    hex(random, 12),
    name(random),
    `${random.below(99)}.${random.below(99)}%`,
    `${random.below(900)}.${random.below(9)}MiB / 7.66GiB`,
    `${random.below(99)}.${random.below(99)}%`,
    `${random.below(900)}kB / ${random.below(900)}kB`,
    String(random.below(200)),
    age(random),
  ];
  return toColumns([
    ['CONTAINER ID', 'NAME', 'CPU %', 'MEM USAGE / LIMIT', 'MEM %', 'NET I/O', 'PIDS', 'AGE'],
    ...many(random, 30, row),
  ]);
}
