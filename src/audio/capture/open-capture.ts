import { onAbort } from '../../lib/on-abort.js';
import type { AudioFormat } from '../../spec/audio-format.js';
import { createMeter } from '../meter.js';
import { openProcessor } from '../open-processor.js';
import { CAPTURE_PROCESSOR, type CaptureCommand, type CaptureReport } from './capture.messages.js';

/** Encodes audio of the graph in chunks. */
export interface Capture {
  /** Whatever is connected to it is captured. */
  readonly input: AudioNode;
  setFormat(format: AudioFormat): void;
  setMuted(muted: boolean): void;
  /** Emits nothing while another thread captures. */
  setPaused(paused: boolean): void;
  /** Loudness of what is captured, 0-1. */
  level(): number;
  /** Ends, and gives back the port. */
  detach(): Promise<{ readonly port: MessagePort }>;
}

/** Sends `CapturedAudio` over `port` until `signal` aborts or it is detached. The processors must be loaded. */
export function openCapture(context: AudioContext, port: MessagePort, signal: AbortSignal): Capture {
  const { node, ended, detach } = openProcessor<CaptureReport & { type: 'detached' }>(
    context,
    CAPTURE_PROCESSOR,
    { outputChannelCount: [1], channelCount: 1, channelCountMode: 'explicit' },
    signal,
  );
  const input = new GainNode(context);
  // Browsers run only what leads to the destination. The processor writes nothing there.
  input.connect(node).connect(context.destination);
  onAbort(ended, () => input.disconnect());

  const post = (command: CaptureCommand, transfer: Transferable[] = []): void => node.port.postMessage(command, transfer);
  post({ type: 'attach', port }, [port]);

  return {
    input,
    level: createMeter(input).level,
    setFormat: (format) => post({ type: 'format', format }),
    setMuted: (muted) => post({ type: 'mute', muted }),
    setPaused: (paused) => post({ type: 'pause', paused }),
    detach,
  };
}
