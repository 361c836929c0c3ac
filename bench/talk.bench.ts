import { join, silence } from '../test/rigs/e2e/sound.js';
import { openScriptedRelay } from '../test/rigs/e2e/scripted-relay.js';
import { openTalkingPlace } from '../test/rigs/e2e/talking-place.js';
import { speech } from '../test/rigs/speech.js';
import type { Group } from './group.js';
import { measureMicrophone, watchArrivals } from './talk/microphone-times.js';
import { readPageClock } from './talk/page-clock.js';
import { keepBusy, measureSpeaker } from './talk/speaker-times.js';
import { measureVoiceToVoice } from './talk/voice-to-voice.js';

const SAMPLE_RATE = 48_000;
const STORY =
  'Once upon a time there was a baker who lived next to the station. Every morning the trains woke him, and every morning he was glad.';

const talk: Group = {
  minutes: 4,
  async run(run) {
    const place = await openTalkingPlace(run.signal);
    await measureVoiceToVoice(run, place);

    run.progress('microphone to wire');
    const relay = await openScriptedRelay(run.signal);
    const story = { samples: await speech(STORY, { voice: 'rms' }, SAMPLE_RATE), sampleRate: SAMPLE_RATE };
    const wav = join(silence(1, SAMPLE_RATE), story);
    await place.say(wav);
    const page = await place.visit(place.pageUrl);
    await page.mount({ provider: 'openai', 'relay-url': relay.url });
    const live = page.call('start');
    const conversation = await relay.conversations.next();
    const arrivals = watchArrivals(conversation);
    await live;
    await page.untilSpoken((wav.samples.length / SAMPLE_RATE) * 1000);
    const clock = await readPageClock(page.page);
    await measureMicrophone(run, page, arrivals, clock);

    run.progress('wire to speaker, and barge-in to silence');
    await measureSpeaker(run, page, conversation, clock);
    run.progress('the same on a busy page');
    await keepBusy(page);
    await measureSpeaker(run, page, conversation, clock, '-on-a-busy-page');
  },
};

export default talk;
