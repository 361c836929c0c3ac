import { expect } from '@open-wc/testing';
import type { ScriptTagProbe } from './page.js';

const BUNDLE = new URL('/dist/voice-agent.js?entry=test/tooling/script-tag/page.ts', location.href).href;

/** Loads the bundle in a page of its own and answers the element that it defines. */
async function loadIn(frame: HTMLIFrameElement, scriptType: string): Promise<ScriptTagProbe> {
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.srcdoc = `<script type="${scriptType}" src="${BUNDLE}"></script><script-tag-probe></script-tag-probe>`;
  document.body.append(frame);
  await loaded;
  const probe = frame.contentDocument?.querySelector<ScriptTagProbe>('script-tag-probe');
  if (!probe) throw new Error('The page has no probe');
  return probe;
}

/** What the processor of `module` says. Rendered offline: there is no device to wait for and nothing to close. */
async function runWorklet(module: string): Promise<unknown> {
  const context = new OfflineAudioContext(1, 1024, 48_000);
  await context.audioWorklet.addModule(module);
  const node = new AudioWorkletNode(context, 'trivial');
  node.connect(context.destination);
  const said = new Promise((resolve) => (node.port.onmessage = (event) => resolve(event.data)));
  await context.startRendering();
  return said;
}

describe('the file for a script tag', () => {
  let frame: HTMLIFrameElement;

  beforeEach(() => {
    frame = document.createElement('iframe');
  });

  afterEach(() => frame.remove());

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
});
