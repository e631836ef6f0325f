/** A thread that reads and judges one large message at a time; it is ended when it takes too long. */
import { parentPort, workerData } from 'node:worker_threads';
import { Fingerprints, JsonScanner, readStrict, type Message } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import type { Charge } from '../interceptor.js';
import { createServers, findServer } from '../policies.js';
import type { Job, JudgeReply, ReadReply, Replies, WorkerSetup } from './job.js';
import { toPlain } from './plain-error.js';
import { toSkeleton } from './skeleton.js';

const { config, fingerprintKey }: WorkerSetup = workerData; // oxlint-disable-line typescript/no-unsafe-assignment -- from `LargeWorker`
/** What the message at hand takes from limits, which only the main thread can tell. */
let charges: Charge[] = [];
const take = (more: readonly Charge[]): undefined => void charges.push(...more);
const fingerprints = new Fingerprints(fingerprintKey);
const servers = createServers(config, { take, locate: (rule) => rule, fingerprints });
mask(''); // what texts are searched with is built now, before the clock of a message runs
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
  if (result.kind === 'malformed') {
    const { error, ...malformed } = result;
    return { kind: 'malformed', malformed, error: toPlain(error) };
  }
  message = result;
  return { kind: 'message', message: toSkeleton(result) };
}

async function judge({ direction, context }: Extract<Job, { step: 'judge' }>): Promise<JudgeReply> {
  if (!message) throw new Error('nothing was read');
  const { pipeline } = findServer(servers, context.server).policyFor(context.actor.roles);
  charges = [];
  const outcome = await pipeline.run(direction, message, context);
  message = undefined;
  const { message: judged, rewritten, notes, rule, findings, withheld, cost, reasons, call, refusal } = outcome;
  const plain = { rewritten, notes, rule, findings, withheld, cost, reasons, call };
  return { ...plain, bytes: judged.bytes, refusal: refusal && toPlain(refusal), charges };
}

parentPort?.on('message', (job: Job) => {
  if (job.step === 'scan') post(scan(job.line));
  else if (job.step === 'read') post(read(job.maxDepth));
  else void judge(job).then((reply) => post(reply, reply.bytes), fail);
});

/** @param moved bytes that are handed over instead of copied, where their buffer holds nothing else (Node pools small ones) */
function post(reply: Replies[Job['step']], moved?: Uint8Array): void {
  const whole = moved?.buffer instanceof ArrayBuffer && moved.length > Buffer.poolSize;
  parentPort?.postMessage(reply, whole ? [moved.buffer] : []);
}

/** Ends the thread, and with it the message. */
function fail(error: unknown): never {
  throw error;
}
