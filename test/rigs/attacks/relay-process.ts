import type { ChildProcess } from 'node:child_process';
import { createMailbox, type Mailbox } from '../mailbox.js';
import { openChild, saying } from '../child.js';
import { CANARY_KEY } from '../relay-rig.js';
import { targetAt, type Target } from './attack-rig.js';
import { keepSeeing } from './secret-scan.js';

/** A relay in a process of its own, as it is started in earnest. */
export interface RelayProcess extends Target {
  readonly process: ChildProcess;
  /** Everything it prints. */
  readonly printed: Mailbox<string>;
}

/** `nodeOptions` come before the program. */
export async function openRelayProcess(
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
  nodeOptions: readonly string[] = [],
): Promise<RelayProcess> {
  const environment = { PORT: '0', OPENAI_API_KEY: CANARY_KEY, LOG_LEVEL: 'debug', ...variables };
  const child = openChild(process.execPath, ['--import', 'tsx', ...nodeOptions, 'src/relay/bin.ts'], environment, signal);
  const printed = createMailbox<string>();
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.put(chunk.toString()));
  keepSeeing(printed);
  const [, port = ''] = await saying(child, /voice-agent-relay: http:\S+:(\d+)/);
  // By its address: where a name has two of them, Node gives each a quarter of a second, however busy the machine is.
  return { ...targetAt(`http://127.0.0.1:${port}`, signal), process: child, printed };
}
