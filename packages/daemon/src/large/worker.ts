/** A thread that reads and judges one large message at a time; it is ended when it takes too long. */
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Fingerprints, isCall, JsonScanner, readStrict, type Malformed, type Message } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import {
  type Charge,
  type ChargeLimits,
  createServers,
  type Direction,
  findServer,
  groupFindings,
  type Judgement,
  refused,
  untouched,
} from '@mcp-guard/rules';
import type { Job, JudgeReply, PostedContext, ReadReply, Replies, Told, WorkerSetup } from './job.js';
import { toPlain } from './plain-error.js';
import { findUntold, toSkeleton } from './skeleton.js';

/** A "nice value" of setpriority(2): it gets a quarter of a processor beside one thread that computes all the time. */
const BEHIND = 5;

// The thread of all sessions goes first where there are not processors for both. Linux alone knows a priority of one thread;
// one that is lower already stays, as raising it needs a right.
if (process.platform === 'linux') setPriority(Math.max(getPriority(), BEHIND));

const { fingerprintKey }: WorkerSetup = workerData; // oxlint-disable-line typescript/no-unsafe-assignment -- from `LargeWorker`
const fingerprints = new Fingerprints(fingerprintKey);
mask(''); // builds the search tables now, before the clock of a message runs
/** More are handed over in groups: each costs the thread of all sessions. */
const MAX_FINDINGS = 50;
let servers: ReturnType<typeof createServers> = new Map();
let maxDepth = 0;
/** The message was read with this limit of depth. */
let depth = 0;
let line: Buffer = Buffer.alloc(0);
let message: Message | undefined;

function use({ config }: Extract<Told, { step: 'rules' }>): void {
  servers = createServers(config, { locate: (rule) => rule, fingerprints });
  maxDepth = config.daemon.max_depth;
}

function scan(bytes: Uint8Array): Replies['scan'] {
  line = toBuffer(bytes);
  const scanner = new JsonScanner();
  scanner.feed(line);
  const { id, method, hasAnswer } = scanner;
  return { id, method, hasAnswer };
}

function read(): ReadReply {
  depth = maxDepth;
  const result = readStrict(line, depth);
  line = Buffer.alloc(0);
  if (result.kind === 'batch') return result;
  if (result.kind === 'malformed') return toReply(result);
  if (isCall(result)) {
    const error = findUntold(result);
    const id = result.kind === 'request' ? result.id : undefined;
    if (error) return toReply({ kind: 'malformed', error, id, method: result.method, isAnswer: false });
  }
  message = result;
  return { kind: 'message', message: toSkeleton(result) };
}

const toReply = ({ error, ...malformed }: Malformed): ReadReply => ({
  kind: 'malformed',
  malformed,
  error: toPlain(error),
});

function judge({ direction, context, again }: Extract<Job, { step: 'judge' }>): JudgeReply {
  if (again) message = toMessage(readStrict(toBuffer(again), depth));
  if (!message) throw new Error('nothing was read');
  const charges: Charge[] = [];
  const charge = (more: readonly Charge[]): undefined => void charges.push(...more);
  const { message: judged, refusal, ...rest } = run(message, direction, context, charge);
  const isOriginal = judged.bytes === message.bytes;
  if (isOriginal) message = undefined; // it is given away with the reply
  const findings = rest.findings.length > MAX_FINDINGS ? groupFindings(rest.findings) : rest.findings;
  return { ...rest, findings, bytes: judged.bytes, isOriginal, refusal: refusal && toPlain(refusal), charges };
}

/** A server that is no longer in the configuration is no fault of its message. */
function run(whole: Message, direction: Direction, context: PostedContext, charge: ChargeLimits): Judgement {
  try {
    const { pipeline } = findServer(servers, context.server).policyFor(context.actor.roles);
    return pipeline.run(direction, whole, context, { charge });
  } catch (error) {
    return refused(untouched(whole), error);
  }
}

parentPort?.on('message', (job: Job | Told) => {
  if (job.step === 'rules') use(job);
  else if (job.step === 'forget') message = undefined;
  else if (job.step === 'scan') post(scan(job.line));
  else if (job.step === 'read') post(read());
  else {
    const reply = judge(job);
    post(reply, reply.bytes);
  }
});

/** @param moved bytes that are handed over instead of copied, if their buffer holds nothing else (Node pools small ones) */
function post(reply: Replies[keyof Replies], moved?: Uint8Array): void {
  const whole = moved?.buffer instanceof ArrayBuffer && moved.length > Buffer.poolSize;
  parentPort?.postMessage(reply, whole ? [moved.buffer] : []);
}

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

function toMessage(result: ReturnType<typeof readStrict>): Message {
  if (result.kind === 'batch' || result.kind === 'malformed') throw new Error('what was read before cannot be read');
  return result;
}
