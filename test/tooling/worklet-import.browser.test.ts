import { expect } from '@open-wc/testing';
import source, { url } from './trivial.worklet.ts?worklet';

describe('a ?worklet import', () => {
  it('is a script that an AudioWorklet runs', async () => {
    const context = new OfflineAudioContext(1, 1024, 48_000);
    const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(blob);
    const node = new AudioWorkletNode(context, 'trivial');
    node.connect(context.destination);
    const said = new Promise((resolve) => (node.port.onmessage = (event) => resolve(event.data)));
    await context.startRendering();
    expect(await said).to.equal(48_000);
    URL.revokeObjectURL(blob);
  });

  it('has no address of its own in tests', () => {
    expect(url).to.equal(undefined);
  });
});
