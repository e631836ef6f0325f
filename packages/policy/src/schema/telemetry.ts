import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { text, url } from '../keys/values.js';

const signal = (isOn: boolean, what: string) =>
  z.boolean().default(isOn).describe(what).register(loosens, { looser: 'true' });

export const telemetry = z.strictObject({
  otlp: url
    .nullable()
    .default(null)
    .describe('the collector, by OTLP over HTTP: https://collector.example:4318; null sends nothing')
    .register(loosens, { looser: 'any change', words: ' has changed: what the record holds is sent there' }),
  headers: z
    .record(z.string().regex(/^[\w-]{1,64}$/, 'is no name of a header'), text.max(4096))
    .default({})
    .describe('sent with everything, for a login')
    .register(loosens, { looser: 'nothing' }),
  traces: signal(true, 'a span for each message, and its context in what servers get'),
  metrics: signal(true, 'the metrics of /metrics'),
  logs: signal(false, 'the rows of the record'),
});
