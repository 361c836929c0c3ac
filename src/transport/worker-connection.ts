import { sharedClock } from '../lib/clock.js';
import { onAbort } from '../lib/on-abort.js';
import { after } from '../lib/timer.js';
import type { Action } from '../spec/action.js';
import type { ConnectionReport } from '../spec/connection.js';
import { BLOCKED_BY_POLICY } from './dial.js';
import type { ConnectionControls } from './socket-connection.js';
import type { AudioPorts, TransportWorkerCommand, TransportWorkerMessage, WorkerRequest } from './transport.worker.messages.js';

/** A relay that hangs does not complete the close handshake. */
const CLOSE_TIMEOUT_MS = 2000;

/**
 * A connection whose socket, codec and audio are in a Worker, which it terminates. Where the Worker cannot open it, `emit`
 * gets `connection-closed` with `BLOCKED_BY_POLICY`, after `returnPorts` got the ports back.
 */
export function createWorkerConnection(
  worker: Worker,
  request: WorkerRequest,
  emit: (reports: readonly ConnectionReport[]) => void,
  returnPorts: (ports: AudioPorts) => void,
  signal: AbortSignal,
): ConnectionControls {
  const ending = new AbortController();
  const post = (command: TransportWorkerCommand, transfer: Transferable[] = []): void => worker.postMessage(command, transfer);
  const close = (closeCode: number): void => {
    ending.abort();
    emit([{ source: 'connection', event: { type: 'connection-closed', closeCode, reason: '', error: 'connection-lost' } }]);
  };

  worker.onmessage = ({ data }: MessageEvent<TransportWorkerMessage>) => {
    switch (data.type) {
      case 'ready':
        return;
      case 'events':
        return emit(data.reports.map((report) => withDelay(report, data.at)));
      case 'blocked':
        returnPorts(data.ports);
        return close(BLOCKED_BY_POLICY);
      case 'closed':
        return ending.abort();
      default:
        data satisfies never;
    }
  };
  worker.onerror = () => close(1006);
  onAbort(ending.signal, () => worker.terminate());
  onAbort(signal, () => {
    post({ type: 'close' });
    after(CLOSE_TIMEOUT_MS, () => ending.abort(), ending.signal);
  });
  try {
    post({ type: 'open', ...request }, Object.values(request.ports));
  } catch {
    // The configuration holds what cannot be cloned; the ports were not transferred.
    close(BLOCKED_BY_POLICY);
  }

  return {
    send: (action) => post({ type: 'action', action: copyAsJson(action) }),
    gateMicrophone: (open, preRoll) => post({ type: 'gate', open, preRoll }),
    sendSilence: (durationMs) => post({ type: 'silence', durationMs }),
  };
}

/** What JSON leaves out, as functions in the service's own fields, cannot be cloned. */
function copyAsJson(action: Action): Action {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- a copy of the action
  return JSON.parse(JSON.stringify(action));
}

/** The log learns of it later than it happened. */
function withDelay(report: ConnectionReport, at: number): ConnectionReport {
  if (report.event.type !== 'audio-flowing') return report;
  return { ...report, event: { ...report.event, lateMs: sharedClock.now() - at } };
}
