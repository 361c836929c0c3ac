import { own } from '../lib/own.js';
import type { AudioFormat } from '../spec/audio-format.js';
import { CAPTURE_PROCESSOR, type CaptureCommand, type CaptureOptions } from './capture.messages.js';
import { openProcessor } from './open-processor.js';

/** What turns sound of the graph into chunks for the wire. */
export interface Capture {
  /** Whatever is connected to it is captured. */
  readonly input: AudioNode;
  /** Emits `CapturedSound`. */
  readonly port: MessagePort;
  setMuted(muted: boolean): void;
}

/** Runs until `signal` aborts; the processors must be loaded. */
export function openCapture(context: AudioContext, format: AudioFormat, signal: AbortSignal): Capture {
  const processorOptions: CaptureOptions = { format };
  const { node, ended } = openProcessor(
    context,
    CAPTURE_PROCESSOR,
    { outputChannelCount: [1], channelCount: 1, channelCountMode: 'explicit', processorOptions },
    signal,
  );
  const input = new GainNode(context);
  // Browsers run only what leads to the destination. The processor writes nothing there.
  input.connect(node).connect(context.destination);
  own(ended, () => input.disconnect());

  const tell = (command: CaptureCommand, transfer: Transferable[] = []): void => node.port.postMessage(command, transfer);
  const line = new MessageChannel();
  own(signal, () => line.port1.close());
  tell({ type: 'attach', port: line.port2 }, [line.port2]);

  return { input, port: line.port1, setMuted: (muted) => tell({ type: 'mute', muted }) };
}
