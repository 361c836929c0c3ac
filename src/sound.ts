/** The microphone and the speaker of a page, for a headless conversation. */
export { createSpeakerContext } from './audio/create-speaker-context.js';
export { openMicrophone, type MicrophoneOptions } from './audio/open-microphone.js';
export { openSpeaker, type SpeakerOptions } from './audio/open-speaker.js';
/** For `openLine`: sound then travels in a Worker, where the page may have one. */
export { startTransportWorker } from './transport/start-transport-worker.js';
