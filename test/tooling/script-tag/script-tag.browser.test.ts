import { expect } from '@open-wc/testing';
import type { VoiceAgent } from '../../../src/element/voice-agent.js';
import { createScriptedProvider, writeScript } from '../../../src/providers/scripted/index.js';
import type { ScriptTagProbe } from './page.js';

const FILE = new URL('/dist/voice-agent.js', location.href).href;
const BUNDLE = new URL('/dist/voice-agent.js?entry=test/tooling/script-tag/page.ts', location.href).href;

const SCRIPT = writeScript().waitsFor('add-user-text').agentSays('Good morning to you.').closes(4411, 'long enough').script;

/** Loads a page with the script and `element` into the frame. */
async function loadPage(frame: HTMLIFrameElement, scriptType: string, src: string, element: string): Promise<void> {
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.srcdoc = `<script type="${scriptType}" src="${src}"></script><${element}></${element}>`;
  document.body.append(frame);
  await loaded;
}

/** Loads the bundle in a page of its own and returns the element that it defines. */
async function loadIn(frame: HTMLIFrameElement, scriptType: string): Promise<ScriptTagProbe> {
  await loadPage(frame, scriptType, BUNDLE, 'script-tag-probe');
  const probe = frame.contentDocument?.querySelector<ScriptTagProbe>('script-tag-probe');
  if (!probe) throw new Error('The page has no probe');
  return probe;
}

/** What the processor of `module` posts. Rendered offline: there is no device to wait for and nothing to close. */
async function runWorklet(module: string): Promise<unknown> {
  const context = new OfflineAudioContext(1, 1024, 48_000);
  await context.audioWorklet.addModule(module);
  const node = new AudioWorkletNode(context, 'trivial');
  node.connect(context.destination);
  const message = new Promise((resolve) => (node.port.onmessage = (event) => resolve(event.data)));
  await context.startRendering();
  return message;
}

describe('the file for a script tag', () => {
  let frame: HTMLIFrameElement;

  beforeEach(() => {
    frame = document.createElement('iframe');
  });

  afterEach(() => frame.remove());

  before(async function () {
    // The file may have to be built first.
    this.timeout(120_000);
    await fetch(FILE);
  });

  for (const scriptType of ['module', 'text/javascript']) {
    it(`knows its address as ${scriptType} and is its own worklet module`, async () => {
      const probe = await loadIn(frame, scriptType);
      expect(probe.url).to.equal(BUNDLE);
      expect(await runWorklet(BUNDLE)).to.equal(48_000);
    });
  }

  it('holds the worklet alone as a script for where its address is refused', async () => {
    const probe = await loadIn(frame, 'module');
    const blob = URL.createObjectURL(new Blob([probe.source], { type: 'text/javascript' }));
    expect(await runWorklet(blob)).to.equal(48_000);
    URL.revokeObjectURL(blob);
  });

  for (const scriptType of ['module', 'text/javascript']) {
    it(`defines an element that converses, as ${scriptType}`, async () => {
      await loadPage(frame, scriptType, FILE, 'voice-agent');
      const agent = frame.contentDocument?.querySelector('voice-agent');
      const Agent = frame.contentWindow?.customElements.get('voice-agent') as typeof VoiceAgent | undefined;
      if (!agent || !Agent) throw new Error('The page has no element');
      Agent.addProvider('test', () => Promise.resolve({ default: createScriptedProvider(SCRIPT) }));
      Object.assign(agent, { provider: 'test', modality: 'text' });
      const ended = new Promise<void>((resolve) => {
        agent.addEventListener('agent-state', () => agent.state === 'failed' && resolve());
      });
      await agent.start();
      agent.sendText('Good morning');
      await ended;
      expect(agent.transcript.map(({ text }) => text)).to.deep.equal(['Good morning', 'Good morning to you.']);
    });
  }
});
