import type { Script } from './script.js';
import { writeScript } from './write-script.js';

/** What plays where no script was given: every kind of thing that happens in a conversation, once. */
export const DEMO_SCRIPT: Script = writeScript({ voice: 'script' })
  .pause(600)
  .agentSays('Hello. I am a recording that shows what a conversation looks like.')
  .pause(5000)
  .userSays('What is the time in Tokyo?')
  .callsTools({ name: 'tell_time', arguments: { city: 'Tokyo' } })
  .agentSays('That was a call to a tool of this page. Its answer is in the log.')
  .pause(5000)
  .userSays('Thank you.')
  .agentSays('You are welcome. Goodbye.').script;
