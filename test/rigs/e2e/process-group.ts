import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onAbort } from '../../../src/lib/on-abort.js';

/** A program with all that it starts, as a terminal holds them together. */
export interface ProcessGroup {
  readonly leader: ChildProcess;
  /** Signals all of them, as Ctrl-C in a terminal does, and settles when the last of them has ended. */
  end(how: 'SIGTERM' | 'SIGINT'): Promise<void>;
}

/** What is left of it when `signal` aborts, or when this process ends, is killed. */
export function openProcessGroup(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): ProcessGroup {
  const leader = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const send = (how: NodeJS.Signals): void => {
    try {
      if (leader.pid !== undefined) process.kill(-leader.pid, how);
    } catch {
      // There is nobody left.
    }
  };
  const kill = (): void => send('SIGKILL');
  onAbort(signal, kill);
  process.once('exit', kill);
  // The streams close when the last process that writes to them has ended.
  const closed = once(leader, 'close').then(() => void process.removeListener('exit', kill));
  return {
    leader,
    async end(how) {
      send(how);
      await closed;
    },
  };
}
