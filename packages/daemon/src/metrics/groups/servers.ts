import type { ServerView } from '@mcp-guard/core';
import { gauge, type Sample } from '../family.js';
import type { MetricGroup } from './group.js';

export const servers: MetricGroup = ({ servers: all }) => {
  const each = (valueOf: (server: ServerView) => number): readonly Sample[] =>
    all.map((server) => ({ labels: { server: server.name }, value: valueOf(server) }));
  return [
    gauge(
      'sessions',
      'Sessions that are open.',
      each(({ sessions }) => sessions),
    ),
    gauge(
      'server_problem',
      'Whether the server cannot be started.',
      each(({ problem }) => (problem ? 1 : 0)),
    ),
    gauge(
      'circuit_open',
      'Whether a remote server is left alone after failures.',
      each(({ leftAlone }) => (leftAlone ? 1 : 0)),
    ),
    gauge(
      'tools',
      'Tools that the server has shown, by what the user of the daemon may do with them.',
      all.flatMap(({ name, tools }) =>
        Object.entries(tools).map(([may, value]) => ({ labels: { server: name, may }, value })),
      ),
    ),
  ];
};
