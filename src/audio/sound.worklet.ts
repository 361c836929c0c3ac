// One module for one `addModule`: everything of ours that runs on the audio thread.
import { CAPTURE_PROCESSOR } from './capture.messages.js';
import { CaptureProcessor } from './capture.worklet.js';
import { PLAYBACK_PROCESSOR } from './playback.messages.js';
import { PlaybackProcessor } from './playback.worklet.js';
import { registerOnce } from './register-once.js';

registerOnce(CAPTURE_PROCESSOR, CaptureProcessor);
registerOnce(PLAYBACK_PROCESSOR, PlaybackProcessor);
