import type { Random } from '../../security/harness/random.js';
import { address, app, clock, date, hex, many, mixed, pod, time, uuid, word, words, type Write } from './draw.js';

const LOG_LINES: readonly Write[] = [
  (random) =>
    `{"level":"info","ts":17${random.between(60_000_000, 79_999_999)}.${random.below(1e6)},"caller":"${word(random)}/${word(random)}.go:${random.below(900)}","msg":"${words(random, 5)}","trace_id":"${hex(random, 32)}","span_id":"${hex(random, 16)}"}`,
  (random) =>
    `${address(random)} - - [24/Nov/2026:${clock(random)} +0000] "GET /api/${word(random)}/${random.below(1e8)}?page=${random.below(90)} HTTP/1.1" 200 ${random.below(1e6)} "-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/14${random.below(9)}.0.0.0"`,
  (random) =>
    `I1124 ${clock(random)}.${random.below(1e6)} ${random.below(9)} reconciler.go:${random.below(900)}] "Reconciler: start to sync state" pod="${app(random)}/${pod(random)}" podUID="${uuid(random)}"`,
  (random) =>
    `${date(random)} ${clock(random)},${random.below(1000)} ERROR [${app(random)}] (pool-${random.below(9)}-thread-${random.below(40)}) ${words(random, 6)} correlationId=${uuid(random)} partition=${random.below(60)} offset=${random.below(1e9)}`,
  (random) =>
    `time="${time(random)}" level=warning msg="token for ${app(random)} expires soon, refreshing" key_id=${uuid(random)} request=${mixed(random, 16)}`,
  (random) =>
    `\tat com.example.${word(random)}.${app(random)}.Handler.${word(random)}(Handler.java:${random.below(900)})`,
];

/** Lines of programs of several languages, as `kubectl logs` and `docker logs` show them. */
export function containerLog(random: Random): string {
  return many(random, 200, (each) => `${random.pick(LOG_LINES)(each)}\n`).join('');
}
