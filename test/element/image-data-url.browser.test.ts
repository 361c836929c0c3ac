import { expect } from '@open-wc/testing';
import { decodeBase64 } from '../../src/lib/base64.js';
import { imageDataUrl } from '../../src/element/image-data-url.js';

/** Noise, which no format makes small, with a seed of its own. */
function noise(side: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas to draw on');
  const pixels = context.createImageData(side, side);
  let state = 1;
  for (let index = 0; index < pixels.data.length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels.data[index] = index % 4 === 3 ? 255 : state >>> 24;
  }
  context.putImageData(pixels, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

function bytesOf(dataUrl: string): Uint8Array {
  return decodeBase64(dataUrl.slice(dataUrl.indexOf(',') + 1));
}

describe('imageDataUrl', () => {
  it('leaves a small picture as it is', async () => {
    const small = await noise(16);
    const url = await imageDataUrl(small);
    expect(url).to.match(/^data:image\/png;base64,/);
    expect([...bytesOf(url)]).to.deep.equal([...new Uint8Array(await small.arrayBuffer())]);
    expect(await imageDataUrl(url)).to.equal(url);
  });

  it('makes a large picture fit into one frame', async () => {
    const large = await noise(900);
    expect(large.size).to.be.greaterThan(256 * 1024);
    const url = await imageDataUrl(large);
    expect(url).to.match(/^data:image\/jpeg;base64,/);
    expect(url.length).to.be.lessThan(256 * 1024);
    const picture = await createImageBitmap(new Blob([bytesOf(url) as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
    expect(picture.width).to.equal(picture.height);
    picture.close();
  });

  it('says so when there is no picture', async () => {
    const error: unknown = await imageDataUrl(new Blob(['no picture'], { type: 'image/webp' })).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', 'invalid-configuration');
  });
});
