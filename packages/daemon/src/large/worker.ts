/** A thread that reads and judges one large message at a time; it is ended when it takes too long. */
import { parentPort, workerData } from 'node:worker_threads';
import { Fingerprints, isCall, JsonScanner, readStrict, type Malformed, type Message } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import { type Charge, createServers, findServer } from '@mcp-guard/rules';
import type { Job, JudgeReply, ReadReply, Replies, WorkerSetup } from './job.js';
import { toPlain } from './plain-error.js';
import { findUntold, toSkeleton } from './skeleton.js';

const { config, fingerprintKey }: WorkerSetup = workerData; // oxlint-disable-line typescript/no-unsafe-assignment -- from `LargeWorker`
const fingerprints = new Fingerprints(fingerprintKey);
const servers = createServers(config, { locate: (rule) => rule, fingerprints });
mask(''); // builds the search tables now, before the clock of a message runs
let line: Buffer = Buffer.alloc(0);
let message: Message | undefined;

function scan(bytes: Uint8Array): Replies['scan'] {
  line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const scanner = new JsonScanner();
  scanner.feed(line);
  const { id, method, hasAnswer } = scanner;
  return { id, method, hasAnswer };
}

function read(maxDepth: number): ReadReply {
  const result = readStrict(line, maxDepth);
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

function judge({ direction, context }: Extract<Job, { step: 'judge' }>): JudgeReply {
  if (!message) throw new Error('nothing was read');
  const { pipeline } = findServer(servers, context.server).policyFor(context.actor.roles);
  const charges: Charge[] = [];
  const charge = (more: readonly Charge[]): undefined => void charges.push(...more);
  const { message: judged, refusal, ...rest } = pipeline.run(direction, message, context, { charge });
  message = undefined;
  return { ...rest, bytes: judged.bytes, refusal: refusal && toPlain(refusal), charges };
}

parentPort?.on('message', (job: Job) => {
  if (job.step === 'scan') post(scan(job.line));
  else if (job.step === 'read') post(read(job.maxDepth));
  else {
    const reply = judge(job);
    post(reply, reply.bytes);
  }
});

/** @param moved bytes that are handed over instead of copied, if their buffer holds nothing else (Node pools small ones) */
function post(reply: Replies[Job['step']], moved?: Uint8Array): void {
  const whole = moved?.buffer instanceof ArrayBuffer && moved.length > Buffer.poolSize;
  parentPort?.postMessage(reply, whole ? [moved.buffer] : []);
}
