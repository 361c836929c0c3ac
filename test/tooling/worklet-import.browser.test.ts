import { expect } from '@open-wc/testing';
import source, { url } from './trivial.worklet.ts?worklet';

describe('a ?worklet import', () => {
  it('is a script that an AudioWorklet runs', async () => {
    const context = new AudioContext();
    const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(blob);
    const node = new AudioWorkletNode(context, 'trivial');
    node.connect(context.destination);
    const heard = new Promise((resolve) => (node.port.onmessage = (event) => resolve(event.data)));
    await context.resume();
    expect(await heard).to.equal(context.sampleRate);
    await context.close();
    URL.revokeObjectURL(blob);
  });

  it('has no address of its own in tests', () => {
    expect(url).to.equal(undefined);
  });
});
