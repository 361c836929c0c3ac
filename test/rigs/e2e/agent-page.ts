import type { Page } from 'puppeteer-core';
import { createJournal, type Journal } from './journal.js';
import type { Outcome } from './page/call-element.js';
import type { Living } from './page/living.js';
import { decodeRecording, type Recorded } from './sound.js';

/** A page with one `<voice-agent>`, driven and watched from the test's process. */
export interface AgentPage {
  readonly page: Page;
  readonly journal: Journal;
  /** Puts an element with these attributes in the place of the one there was. */
  mount(attributes: Readonly<Record<string, string>>): Promise<void>;
  /** Takes the element out of the page. */
  remove(): Promise<void>;
  /** Calls a method of the element and waits for what it promises. */
  call(method: string, ...parameters: readonly unknown[]): Promise<Outcome>;
  set(property: string, value: unknown): Promise<void>;
  living(): Promise<Living>;
  /** Settles when the page holds nothing that lasts any more, but what is named; rejects with what it still holds. */
  untilReleased(held?: Partial<Living>): Promise<void>;
  /** What reached the speaker so far, since the latest {@link forgetSpeaker}. */
  speaker(): Promise<Recorded>;
  forgetSpeaker(): Promise<void>;
  /** Has the element take another microphone than the one in use, and waits until it did. Once a page. */
  changeMicrophone(): Promise<void>;
  /** What the latest microphone gave to the page so far. */
  microphone(): Promise<Recorded>;
  /** Settles once the latest microphone has given so much sound. */
  untilSpoken(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** The last word of a worklet or of a closing socket never takes this long. */
const PATIENCE_MS = 60_000;

const NOTHING: Living = { tracks: 0, contexts: 0, sockets: 0, timers: 0, frames: 0, workers: 0, requests: 0 };

/** What an element holds between conversations: one AudioContext, opened in the click, for its whole life. */
export const KEPT: Partial<Living> = { contexts: 1 };

export interface AgentPageOptions {
  readonly url: string;
  /** The script of `page/instruments.ts`. */
  readonly instruments: string;
}

export async function openAgentPage(page: Page, { url, instruments }: AgentPageOptions): Promise<AgentPage> {
  const journal = createJournal();
  page.on('pageerror', (thrown) => journal.noteFault(String(thrown)));
  await page.exposeFunction('tellTest', journal.note);
  await page.evaluateOnNewDocument(instruments);
  await page.goto(url);
  await page.evaluate(() => customElements.whenDefined('voice-agent').then(() => undefined));
  const living = (): Promise<Living> => page.evaluate(() => globalThis.instruments.living());

  return {
    page,
    journal,
    living,
    async mount(attributes) {
      await page.evaluate((given) => {
        const element = document.createElement('voice-agent');
        for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
        document.querySelector('main')?.replaceChildren(element);
      }, attributes);
    },
    remove: () => page.evaluate(() => document.querySelector('voice-agent')?.remove()),
    call: (method, ...parameters) => page.evaluate((name, given) => globalThis.instruments.call(name, given), method, parameters),
    async set(property, value) {
      await page.evaluate(
        (name, given) => void Object.assign(document.querySelector('voice-agent') ?? {}, { [name]: given }),
        property,
        value,
      );
    },
    async untilReleased(held = {}) {
      const wanted = JSON.stringify({ ...NOTHING, ...held });
      const patience = AbortSignal.timeout(PATIENCE_MS);
      for (let alive = JSON.stringify(await living()); alive !== wanted; alive = JSON.stringify(await living())) {
        if (patience.aborted) throw new Error(`The page still holds ${alive}, and may hold ${wanted}`);
      }
    },
    speaker: async () => decodeRecording(await page.evaluate(() => globalThis.instruments.speaker.data())),
    forgetSpeaker: () => page.evaluate(() => globalThis.instruments.speaker.forget()),
    async changeMicrophone() {
      await page.evaluate(async () => {
        const devices = await navigator.mediaDevices.enumerateDevices();
        const other = devices.find(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== 'default');
        Object.assign(document.querySelector('voice-agent') ?? {}, { inputDevice: other?.deviceId });
      });
      await journal.untilLogged('microphone-changed');
    },
    microphone: async () => decodeRecording(await page.evaluate(() => globalThis.instruments.microphone.data())),
    untilSpoken: (ms) => page.evaluate((wanted) => globalThis.instruments.microphone.reached(wanted), ms),
    close: () => page.close(),
  };
}
