import { decodeBase64, encodeBase64 } from '../lib/base64.js';
import { AgentError } from '../spec/agent-error.js';

/** Bytes of a picture that go into one frame: relays take 256 KiB, and Base64 makes four of three. */
const MAX_BYTES = 180 * 1024;
/** What services that see take as it is. */
const ACCEPTED = ['image/png', 'image/jpeg'];
/** The longer side in pixels, tried in turn until the picture fits. Models look at about a thousand. */
const SIDES = [1568, 1024, 768, 512];
const JPEG_QUALITY = 0.8;

/** The picture as a `data:` URL, made smaller where it is too large for one frame. Rejects with an `AgentError` where it cannot be had. */
export async function imageDataUrl(image: Blob | string): Promise<string> {
  try {
    const blob = await fit(typeof image === 'string' ? await readImage(image) : image);
    return `data:${blob.type};base64,${encodeBase64(new Uint8Array(await blob.arrayBuffer()))}`;
  } catch (cause) {
    throw new AgentError('invalid-configuration', 'The image cannot be read', { cause });
  }
}

/** Fetches an address, or decodes a `data:` URL. */
async function readImage(url: string): Promise<Blob> {
  const [, type, base64] = /^data:([\w/+.-]+);base64,(.*)$/s.exec(url) ?? [];
  // Fetching a data: URL would need the page's connect-src to allow it.
  if (type !== undefined && base64 !== undefined) return new Blob([decodeBase64(base64)], { type });
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.blob();
}

async function fit(blob: Blob): Promise<Blob> {
  if (ACCEPTED.includes(blob.type) && blob.size <= MAX_BYTES) return blob;
  const bitmap = await createImageBitmap(blob);
  try {
    for (const side of SIDES) {
      const smaller = await draw(bitmap, Math.min(1, side / Math.max(bitmap.width, bitmap.height)));
      if (smaller.size <= MAX_BYTES) return smaller;
    }
  } finally {
    bitmap.close();
  }
  throw new Error(`The image does not fit into ${MAX_BYTES} bytes`);
}

function draw(bitmap: ImageBitmap, scale: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas to draw on');
  // JPEG knows no transparency; black is not what anybody means by it.
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}
