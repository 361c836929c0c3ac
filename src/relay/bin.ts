#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { AgentError } from '../spec/agent-error.js';
import { readEnvFile, readSettings } from './config/settings.js';
import { createHelp } from './config/help.js';
import type { DemoFolders } from './http/demo.js';
import { createRelay } from './server.js';
import type { LocalProgress } from './relay-parts.js';

/**
 * By how much the heap may outgrow what lives in it before V8 looks at all of it. Left alone, a relay that was quiet for a
 * while gets a limit of some 30 MB, against which V8 counts the buffers of frames in flight, and then marks everything twice
 * a second: half as much processor time again for each message, measured with 150 conversations. Costs some 10 MB.
 */
const HEAP_GROWTH_PERCENT = 200;

try {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  await run();
} catch (thrown) {
  if (!(thrown instanceof AgentError)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const values = readArguments();
  if (values.help) return say(createHelp());

  const settings = readSettings({ ...readEnvFile('.env'), ...process.env });
  const life = new AbortController();
  const onLocalProgress: LocalProgress = ({ done, total, what }) => say(`loading the local agent: ${done} of ${total} (${what})`);
  // People read standard output, machines the log on standard error.
  const log = pino({ level: settings.LOG_LEVEL }, pino.destination(2));
  const relay = await createRelay({ settings, log, onLocalProgress, ...(values.demo && { demo: findDemo() }) }, life.signal);
  const address = await relay.listen();

  say(`voice-agent-relay: ${address.replace('127.0.0.1', 'localhost')}`);
  relay.notices.forEach(say);
  void relay.ready.then(
    () => say('ready'),
    (thrown: unknown) => say(`The local agent cannot answer. ${thrown instanceof Error ? thrown.message : ''}`),
  );

  const stop = (graceMs: number): void => {
    // A second signal means now.
    if (life.signal.aborted || stopping) return life.abort();
    stopping = true;
    void relay.drain(graceMs).then(() => life.abort());
  };
  let stopping = false;
  process.on('SIGTERM', () => stop(settings.RELAY_DRAIN_MS));
  process.on('SIGINT', () => stop(0));
}

function readArguments(): { demo: boolean; help: boolean } {
  const options = { demo: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    throw new AgentError('invalid-configuration', `${cause instanceof Error ? cause.message : ''}\n\n${createHelp()}`, { cause });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The package's own folders, wherever this file was built to. */
function findDemo(): DemoFolders {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'demo', 'index.html'))) return { page: join(folder, 'demo'), script: join(folder, 'dist') };
  }
  throw new AgentError('invalid-configuration', '--demo: this installation has no demo folder.');
}
