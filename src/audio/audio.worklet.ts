// One module for one `addModule`: all of our processors.
import { CAPTURE_PROCESSOR } from './capture/capture.messages.js';
import { CaptureProcessor } from './capture/capture.worklet.js';
import { PLAYBACK_PROCESSOR } from './playback/playback.messages.js';
import { PlaybackProcessor } from './playback/playback.worklet.js';

/** A module may run twice in one worklet scope, fetched from two addresses: the same version of the same class is then registered. */
function registerOnce(name: string, processor: AudioWorkletProcessorConstructor): void {
  try {
    registerProcessor(name, processor);
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'NotSupportedError') throw thrown;
  }
}

registerOnce(CAPTURE_PROCESSOR, CaptureProcessor);
registerOnce(PLAYBACK_PROCESSOR, PlaybackProcessor);
