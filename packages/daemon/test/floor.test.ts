import { readStrict, type Message, Fingerprints } from '@mcp-guard/core';
import { mergeBase, parseBase, parseFile, type Config } from '@mcp-guard/policy';
import { type ChargeLimits, type Cost, type Judgement, createServers, findServer } from '@mcp-guard/rules';
import { openMemoryCounterStore } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { OpenRequests } from '../src/state/open-requests.js';
import { RateLimits } from '../src/state/rate-limits.js';
import { rounds } from '../../core/test/support/rounds.js';
import { contextOf } from '../../rules/test/support/context.js';

const NONE = new Map<string, string>();
const COMMAND = 'npx';
const WORDS = [
  'read',
  'write',
  'read_all',
  'delete',
  'Delete',
  're*',
  '*',
  '?ead',
  '^wr.*',
  'file:///a',
  'file:///a/*',
];

const patterns = fc.array(fc.constantFrom(...WORDS), { maxLength: 3 });
const allowed = fc.option(patterns, { nil: null });
const limit = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null });

const permissions = fc.record(
  {
    allowed_tools: allowed,
    denied_tools: patterns,
    allowed_resources: allowed,
    denied_resources: patterns,
    allowed_prompts: allowed,
    denied_prompts: patterns,
    require_approval: patterns,
    arguments: fc.array(
      fc.record({
        tool: fc.constantFrom('read', '*'),
        path: fc.constant('/amount'),
        max: fc.integer({ min: 0, max: 3 }),
        optional: fc.boolean(),
        else: fc.constantFrom('deny', 'approve'),
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
const amount = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null });
const vendors = fc.array(fc.constantFrom('anna', 'b*', '*'), { maxLength: 2 });
const spend = fc.record(
  {
    currency: fc.constantFrom(null, 'USD', 'EUR'),
    tools: fc.dictionary(
      fc.constantFrom('read', 're*', '*'),
      fc.oneof(
        fc.record({ price: fc.integer({ min: 0, max: 4 }) }),
        fc.record({ amount: fc.constant('/amount'), vendor: fc.constant('/to') }, { requiredKeys: ['amount'] }),
      ),
      { maxKeys: 2 },
    ),
    max_per_call: amount,
    max_per_hour: amount,
    require_approval_above: amount,
    block_vendors: vendors,
    allow_vendors: fc.option(vendors, { nil: null }),
  },
  { requiredKeys: [] },
);
const policy = fc.record(
  {
    locked: fc.boolean(),
    unknown_methods: fc.constantFrom(null, 'carry', 'refuse'),
    permissions,
    sampling: fc.record({ enabled: fc.boolean() }, { requiredKeys: [] }),
    spend,
    rate_limit: fc.record(
      {
        requests_per_minute: limit,
        requests_per_hour: limit,
        tool_limits: fc.dictionary(fc.constantFrom('read', 're*', '*'), fc.record({ requests_per_hour: limit }), {
          maxKeys: 2,
        }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const personalServer = fc.record(
  { command: fc.constantFrom(COMMAND, '/usr/bin/npx', 'env'), args: fc.constant([COMMAND, 'pkg']), policy },
  { requiredKeys: ['command', 'args'] },
);
const personalFile = fc.record(
  {
    servers: fc.record({ s: personalServer }),
    auth: fc.record({ roles: fc.record({ r: fc.record({ permissions, spend }, { requiredKeys: [] }) }) }),
    spend,
  },
  { requiredKeys: ['servers', 'auth'] },
);
const baseEntry = fc.record(
  { command: fc.constant(COMMAND), args: fc.constantFrom([], ['pkg']), policy },
  { requiredKeys: ['command', 'policy'] },
);

const name = fc.constantFrom('read', 'write', 'read_all', 'delete', 'DELETE', 'read\u200b', 'x');
const uri = fc.constantFrom('file:///a', 'file:///a/b', 'FILE:///a/../a', 'x:y');
const request = fc.oneof(
  fc.record({
    method: fc.constantFrom('tools/call', 'tools/invoke', 'prompts/get', 'Tools/Call'),
    params: fc.record(
      {
        name,
        arguments: fc.record(
          { amount: fc.integer({ min: -1, max: 5 }), to: fc.constantFrom('anna', 'ben', 'eve') },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['name'] },
    ),
  }),
  fc.record({ method: fc.constantFrom('resources/read', 'resources/subscribe', 'x/y'), params: fc.record({ uri }) }),
  fc.constant({ method: 'tools/list', params: {} }),
);

function read(value: object): Message {
  const message = readStrict(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...value })), 50);
  if (message.kind === 'malformed' || message.kind === 'batch') throw new Error(message.kind);
  return message;
}

const own = contextOf();
const actor = { ...own.actor, uid: process.getuid?.() ?? 0 };

function judge(config: Config, roles: readonly string[], charge: ChargeLimits = () => undefined) {
  const { pipeline } = findServer(
    createServers(config, { locate: (rule) => rule, fingerprints: new Fingerprints('00') }),
    's',
  ).policyFor(roles);
  return (direction: 'toServer' | 'toClient', message: Message, answers = own.answers) => {
    return pipeline.run(direction, message, { ...own, server: 's', actor, answers }, { charge });
  };
}

/** It passes, if a person lets it, or never. */
const strictness = (judgement: Judgement): number =>
  judgement.refusal ? 2 : judgement.demand && judgement.demand.reasons.length > 0 ? 1 : 0;

const costOf = (judgement: Judgement): Cost | undefined => (judgement.refusal ? undefined : judgement.demand?.cost);

/** The base's rules as a server's own, with nothing beside them. */
const alone = (rules: object): Config =>
  mergeBase(
    parseFile(JSON.stringify({ servers: { s: { command: 'x', policy: rules } } }), 'f.yaml', NONE).file,
    undefined,
  );

const together = (file: object, base: object): Config =>
  mergeBase(parseFile(JSON.stringify(file), 'f.yaml', NONE).file, parseBase(JSON.stringify(base), 'b.yaml').file);

const cases = fc.tuple(baseEntry, personalFile, fc.constantFrom([], ['r'], ['default', 'r']), fc.boolean());

/** A base whose rules reach the server as an entry, or as the default of others. */
const toBase = (entry: { readonly policy: object }, isDefault: boolean): object =>
  isDefault ? { default: entry.policy } : { servers: { any: entry } };

describe('no file can let a message pass that its base refuses', () => {
  it('in requests of clients', () => {
    fc.assert(
      fc.property(cases, request, ([entry, file, roles, isDefault], asked) => {
        const message = read({ id: 1, ...asked });
        const floor = judge(alone(entry.policy), [])('toServer', message);
        const merged = judge(together(file, toBase(entry, isDefault)), roles)('toServer', message);
        expect(strictness(merged)).toBeGreaterThanOrEqual(strictness(floor));
        if (merged.refusal) return;
        // What the base counts is counted, for no less, against every cap of its own.
        const [cost, least] = [costOf(merged), costOf(floor)];
        expect((cost?.amount ?? 0n) >= (least?.amount ?? 0n)).toBe(true);
        const caps = cost?.caps.map(({ limit: most }) => most) ?? [];
        for (const { limit: most } of least?.caps ?? []) expect(caps).toContain(most);
      }),
      { numRuns: rounds(700, 8) },
    );
  });

  it('in requests and lists of servers', () => {
    const open = new OpenRequests();
    const answers = open.add(read({ id: 1, method: 'tools/list' }) as Parameters<typeof open.add>[0]); // oxlint-disable-line typescript/no-unsafe-type-assertion -- it is a request
    const tools = fc.uniqueArray(name, { maxLength: 4 }).map((names) => names.map((each) => ({ name: each })));
    fc.assert(
      fc.property(cases, tools, ([entry, file, roles, isDefault], listed) => {
        const [floor, merged] = [
          judge(alone(entry.policy), []),
          judge(together(file, toBase(entry, isDefault)), roles),
        ];
        const asking = read({ id: 1, method: 'sampling/createMessage', params: {} });
        const isWider = floor('toClient', asking).refusal && !merged('toClient', asking).refusal;
        const answer = read({ id: 1, result: { tools: listed } });
        const shown = [floor, merged].map((run) => {
          const { message, refusal } = run('toClient', answer, answers);
          return refusal || message.kind !== 'result' ? '' : JSON.stringify(message.result['tools']);
        });
        const names = listed.map((tool) => JSON.stringify(tool.name));
        expect(!isWider && names.every((each) => shown[0]?.includes(each) || !shown[1]?.includes(each))).toBe(true);
      }),
      { numRuns: rounds(400, 8) },
    );
  });

  it('under rate limits', () => {
    fc.assert(
      fc.property(cases, fc.array(request, { maxLength: 12 }), ([entry, file, roles, isDefault], asked) => {
        /** How many are within the limits; what the lists make of them is another matter. */
        const count = (config: Config, granted: readonly string[]): number => {
          const limits = new RateLimits(openMemoryCounterStore(), new Set(), () => 1_000_000);
          let within = asked.length;
          const charge: ChargeLimits = (charges) => {
            const refusal = limits.charge(charges);
            if (refusal) within--;
            return refusal;
          };
          const run = judge(config, granted, charge);
          for (const [id, each] of asked.entries()) run('toServer', read({ id, ...each }));
          return within;
        };
        const floor = count(alone(entry.policy), []);
        expect(count(together(file, toBase(entry, isDefault)), roles)).toBeLessThanOrEqual(floor);
      }),
      { numRuns: rounds(400, 8) },
    );
  });
});
