import { startRelay } from '../relay-rig.js';
import { servePage } from './page-server.js';
import { openTalkingBrowser, type TalkingBrowser } from './talking-browser.js';

/** A site, a relay without any key and somebody with a microphone. */
export interface TalkingPlace extends TalkingBrowser {
  readonly pageUrl: string;
  readonly relayUrl: string;
}

/** Nothing of it is a stand-in but the person. It takes seconds: once per test file. */
export async function openTalkingPlace(signal: AbortSignal): Promise<TalkingPlace> {
  const [{ relay, url: relayUrl }, pageUrl, browser] = await Promise.all([
    startRelay({ OPENAI_API_KEY: '' }, signal),
    servePage(signal, true),
    openTalkingBrowser({}, signal),
  ]);
  await relay.ready;
  return { ...browser, pageUrl, relayUrl };
}
