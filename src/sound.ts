/** The microphone and the speaker of a page, for a headless conversation. */
export { createSpeakerContext } from './audio/devices/create-speaker-context.js';
export { openMicrophone, type MicrophoneOptions } from './audio/capture/open-microphone.js';
export { openSpeaker, type SpeakerOptions } from './audio/playback/open-speaker.js';
/** For `openConnection`: audio then travels in a Worker, where the page may start one. */
export { startTransportWorker } from './transport/start-transport-worker.js';
