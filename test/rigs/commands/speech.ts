import type { TestRunnerPlugin } from '@web/test-runner';
import type { SpeechVoice } from '../speech.js';

/** What a browser test can have said; the answer is PCM16 at 24 kHz in Base64. */
export interface Saying {
  readonly text: string;
  readonly voice: SpeechVoice;
}

const speech: TestRunnerPlugin<Saying> = {
  name: 'speech',
  async executeCommand({ command, payload }) {
    if (command !== 'say' || payload === undefined) return undefined;
    // Speech engines are not for every run.
    const { speech: say, toPcm16 } = await import('../speech.js');
    const { text, voice } = payload;
    return Buffer.from(toPcm16(await say(text, { voice, before: 0, after: 0 }, 24_000)).buffer).toString('base64');
  },
};

export default speech;
