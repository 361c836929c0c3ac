import { spawn } from 'node:child_process';

/** Runs a program of `node_modules/.bin` (this process was started by npm) and rejects if it says that it failed. */
export function run(command: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${code}`))));
  });
}
