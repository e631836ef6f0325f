#!/usr/bin/env node
'use strict';
// Nothing is loaded before it is known to work here: below Node-API 10 the database ends the process without a word.
const { join } = require('node:path');

const EXIT_UNSUPPORTED = 78;
const dist = join(__dirname, '..', 'dist');
const [command, ...rest] = process.argv.slice(2);

if (process.platform === 'win32') refuse('Windows is not supported yet');
else if (Number(process.versions.napi) < 10) refuse(`Node 22.14 or later is needed; this is ${process.version}`);
else start();

function start() {
  require('../dist/compile-cache.cjs').useCompileCache(join(dist, 'cli.js'));
  if (command === 'connect' && !rest.includes('--help') && !rest.includes('-h')) startBridge();
  else import('../dist/cli.js').catch((error) => refuse(error.message));
}

function startBridge() {
  const { parseArgs } = require('node:util');
  let values;
  try {
    const options = { server: { type: 'string', short: 's' }, config: { type: 'string', short: 'c' } };
    ({ values } = parseArgs({ args: rest, options }));
    if (!values.server) throw new Error('connect needs --server NAME');
  } catch (error) {
    return require('../dist/bridge.cjs').refuseUsage(error.message.split('. ')[0]);
  }
  const { version } = require('../package.json');
  const program = join(dist, 'daemon-process.js');
  const readOpenCalls = async (...of) => (await import('../dist/open-calls.js')).readOpenCalls(...of);
  return require('../dist/bridge.cjs').connect({ ...values, version, program, readOpenCalls });
}

function refuse(why) {
  process.stderr.write(`mcp-guard: ${why}\n`);
  process.exitCode = EXIT_UNSUPPORTED;
}
