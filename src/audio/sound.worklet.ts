// One module for one `addModule`: everything of ours that runs on the audio thread.
import './capture.worklet.js';
import './playback.worklet.js';
