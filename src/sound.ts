/** The microphone and the speaker of a page, for a headless conversation. */
export { createSpeakerContext } from './audio/create-speaker-context.js';
export { openMicrophone, type MicrophoneOptions } from './audio/open-microphone.js';
export { openSpeaker, type SpeakerOptions } from './audio/open-speaker.js';
