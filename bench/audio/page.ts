import { openDeepgram } from './deepgram.js';
import { openElevenlabs } from './elevenlabs.js';
import { openGemini } from './gemini.js';
import { openOurs, openOursByWorklet } from './ours.js';
import type { Contestant, Conversation, HeardBurst, OpenConversation, PageNews, Stage } from './stage.js';
import { tapGraphs } from './tap.js';
import { timeTracks } from './track-times.js';
import { openWavtools } from './wavtools.js';
import { timeYielding } from './yielding.js';

declare global {
  interface Window {
    bench: {
      open(name: Contestant, url: string): Promise<void>;
      /** The bursts of the first `ms` of the microphone, once they have passed. */
      heard(ms: number): Promise<readonly HeardBurst[]>;
      close(): Promise<void>;
      /** Keeps the main thread busy 120 ms at a time, with 150 ms between. */
      setBusy(busy: boolean): void;
      timeYielding(): Promise<number>;
    };
  }
}

const OPEN: Record<Contestant, OpenConversation> = {
  ours: openOurs,
  'ours-by-worklet': openOursByWorklet,
  wavtools: openWavtools,
  elevenlabs: openElevenlabs,
  deepgram: openDeepgram,
  gemini: openGemini,
};
const BUSY_MS = 120;
const IDLE_MS = 150;

const socket = new WebSocket(`ws://${location.host}/news`);
const tell = (news: PageNews): void => socket.send(JSON.stringify(news));
const tapsListen = tapGraphs((passage) => tell({ type: 'passed', passage }));
const tracks = timeTracks();

let conversation: Conversation | undefined;
let busy = false;

function createStage(url: string): Stage {
  let current = '';
  let beganAt = 0;
  return {
    url,
    began(itemId) {
      if (itemId !== current) beganAt = Date.now();
      current = itemId;
    },
    spoken: () => tell({ type: 'spoken', clockMs: Date.now() - beganAt }),
    silenced: (heardMs) => tell({ type: 'silenced', ...(heardMs === undefined ? {} : { heardMs }) }),
  };
}

function work(): void {
  if (!busy) return;
  const until = performance.now() + BUSY_MS;
  while (performance.now() < until);
  setTimeout(work, IDLE_MS);
}

window.bench = {
  async open(name, url) {
    conversation = await OPEN[name](createStage(url));
    await tapsListen();
  },
  heard: tracks.until,
  async close() {
    await conversation?.close();
    conversation = undefined;
  },
  setBusy(next) {
    const starts = next && !busy;
    busy = next;
    if (starts) work();
  },
  timeYielding,
};
