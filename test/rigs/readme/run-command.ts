import { readFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { INSTALL_COMMAND } from '../../../src/local/engines/model-files.js';
import { openChild, saying } from '../child.js';

const run = promisify(execFile);
const ASSIGNMENTS = /^(?:[A-Z_]+=(?:"[^"]*"|\S*)\s+)*/;

/** A command line without its environment, and the environment: `PORT=8080 npm start`. */
function parse(line: string): { command: string; environment: Record<string, string> } {
  const assignments = ASSIGNMENTS.exec(line)?.[0] ?? '';
  const pairs = [...assignments.matchAll(/([A-Z_]+)=(?:"([^"]*)"|(\S*))/g)].map(([, name, quoted, plain]) => [
    name,
    quoted ?? plain ?? '',
  ]);
  return { command: line.slice(assignments.length).trim(), environment: Object.fromEntries(pairs) as Record<string, string> };
}

/** Starts the relay as the line says, on a port of its own, and waits until it names its address. */
async function startRelay(args: readonly string[], environment: Record<string, string>): Promise<void> {
  const owner = new AbortController();
  try {
    const relay = openChild('node', ['--import', 'tsx', ...args], { ...environment, PORT: '0' }, owner.signal);
    await saying(relay, /http:\/\/\S+:\d+/);
  } finally {
    owner.abort();
  }
}

async function hasScript(name: string): Promise<void> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
  if (!scripts[name]) throw new Error(`package.json has no script ${name}`);
}

/** Runs one line of a shell snippet as far as a test can, and rejects when it does not do what the reader expects of it. */
export async function runCommand(line: string): Promise<void> {
  const { command, environment } = parse(line);
  const script = /^npm (?:run (?<run>[\w:-]+)|(?<name>test))(?: -- .*)?$/.exec(command)?.groups;
  if (command === '' || command.startsWith('#')) return;
  if (command === 'npm start') return startRelay(['tooling/start.ts'], environment);
  if (/^npx voice-agent-relay\b/.test(command))
    return startRelay(['src/relay/bin.ts', ...command.split(/\s+/).slice(2)], environment);
  // Fails when the lock file does not fit package.json; installs nothing.
  if (command === 'npm ci') return void (await run('npm', ['ci', '--dry-run', '--ignore-scripts']));
  // The scripts that are tests themselves run beside this one.
  if (script) return hasScript(script['run'] ?? script['name'] ?? '');
  // What a reader adds to a project of their own: the names that the product itself gives in its errors.
  if (command === 'npm install voice-agent-element' || command === INSTALL_COMMAND) return;
  throw new Error(`No test knows how to run “${command}”: teach test/rigs/readme/run-command.ts, or say it otherwise`);
}
