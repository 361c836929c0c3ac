import { decodeBase64 } from '../../src/lib/base64.js';
import { openElevenlabs } from './elevenlabs.js';
import { openGemini } from './gemini.js';
import { openOurs } from './ours.js';
import type { OpenPlayer, Player } from './player.js';
import { tapGraphs, type Passage } from './tap.js';
import { openWavtools } from './wavtools.js';
import { timeYielding } from './yielding.js';

export type PlayerName = 'ours' | 'wavtools' | 'elevenlabs' | 'gemini';

/** From the bench: what a voice service would send. */
export type ServiceFrame =
  | { readonly type: 'audio'; readonly itemId: string; readonly audio: string }
  | { readonly type: 'interrupt'; readonly itemId: string };

/** To the bench. */
export type PageNews =
  | { readonly type: 'passed'; readonly passage: Passage }
  /** `clockMs` is what a wall clock says that started with the item's first sound. */
  | { readonly type: 'interrupted'; readonly itemId: string; readonly heardMs?: number; readonly clockMs: number };

declare global {
  interface Window {
    bench: {
      open(name: PlayerName): Promise<void>;
      close(): Promise<void>;
      /** Keeps the main thread busy 120 ms at a time, with 150 ms between. */
      setBusy(busy: boolean): void;
      timeYielding(): Promise<number>;
    };
  }
}

const OPEN: Record<PlayerName, OpenPlayer> = {
  ours: openOurs,
  wavtools: openWavtools,
  elevenlabs: openElevenlabs,
  gemini: openGemini,
};
const BUSY_MS = 120;
const IDLE_MS = 150;

const socket = new WebSocket(`ws://${location.host}/`);
const tell = (news: PageNews): void => socket.send(JSON.stringify(news));
const tapsListen = tapGraphs((passage) => tell({ type: 'passed', passage }));

let player: Player | undefined;
let busy = false;
let itemId = '';
let firstAt = 0;

async function interrupt(id: string): Promise<void> {
  const clockMs = Date.now() - firstAt;
  const heardMs = await player?.interrupt(id);
  tell({ type: 'interrupted', itemId: id, clockMs, ...(heardMs === undefined ? {} : { heardMs }) });
}

socket.onmessage = ({ data }: MessageEvent<string>) => {
  const frame = JSON.parse(data) as ServiceFrame;
  if (frame.type === 'interrupt') return void interrupt(frame.itemId);
  if (itemId !== frame.itemId) firstAt = Date.now();
  itemId = frame.itemId;
  player?.play(itemId, new Int16Array(decodeBase64(frame.audio).buffer));
};

function work(): void {
  if (!busy) return;
  const until = performance.now() + BUSY_MS;
  while (performance.now() < until);
  setTimeout(work, IDLE_MS);
}

window.bench = {
  async open(name) {
    player = await OPEN[name]();
    await tapsListen();
  },
  async close() {
    await player?.close();
  },
  setBusy(next) {
    const starts = next && !busy;
    busy = next;
    if (starts) work();
  },
  timeYielding,
};
