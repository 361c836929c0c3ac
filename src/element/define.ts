import { VoiceAgent } from './voice-agent.js';

// A second copy of the script on the page changes nothing.
if (!customElements.get('voice-agent')) customElements.define('voice-agent', VoiceAgent);

export { VoiceAgent };

declare global {
  interface HTMLElementTagNameMap {
    'voice-agent': VoiceAgent;
  }
}
