import { onAbort } from '../../lib/on-abort.js';
import type { AudioFormat } from '../../spec/audio-format.js';
import { CAPTURE_PROCESSOR, type CaptureCommand, type CaptureOptions, type CaptureReport } from './capture.messages.js';
import { createMeter } from '../meter.js';
import { openProcessor } from '../open-processor.js';

/** What turns sound of the graph into chunks for the wire. */
export interface Capture {
  /** Whatever is connected to it is captured. */
  readonly input: AudioNode;
  setMuted(muted: boolean): void;
  /** Loudness of what is captured, 0-1. */
  level(): number;
  /** Emits nothing while another thread captures. */
  handOver(isTaken: boolean): void;
  /** Ends, and gives back the port. */
  leave(): Promise<{ readonly port: MessagePort }>;
}

/** Sends `CapturedSound` over `port` until `signal` aborts, or until it is made to leave; the processors must be loaded. */
export function openCapture(context: AudioContext, format: AudioFormat, port: MessagePort, signal: AbortSignal): Capture {
  const processorOptions: CaptureOptions = { format };
  const { node, ended, leave } = openProcessor<CaptureReport & { type: 'left' }>(
    context,
    CAPTURE_PROCESSOR,
    { outputChannelCount: [1], channelCount: 1, channelCountMode: 'explicit', processorOptions },
    signal,
  );
  const input = new GainNode(context);
  // Browsers run only what leads to the destination. The processor writes nothing there.
  input.connect(node).connect(context.destination);
  onAbort(ended, () => input.disconnect());

  const tell = (command: CaptureCommand, transfer: Transferable[] = []): void => node.port.postMessage(command, transfer);
  tell({ type: 'attach', port }, [port]);

  return {
    input,
    level: createMeter(input).level,
    setMuted: (muted) => tell({ type: 'mute', muted }),
    handOver: (isTaken) => tell({ type: 'hand-over', isTaken }),
    leave,
  };
}
