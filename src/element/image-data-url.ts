import { encodeBase64 } from '../lib/base64.js';
import { AgentError } from '../spec/agent-error.js';

/** The picture as a `data:` URL. Rejects with an `AgentError` where it cannot be had. */
export async function imageDataUrl(image: Blob | string): Promise<string> {
  if (typeof image === 'string' && image.startsWith('data:')) return image;
  try {
    const blob = typeof image === 'string' ? await fetchImage(image) : image;
    return `data:${blob.type};base64,${encodeBase64(new Uint8Array(await blob.arrayBuffer()))}`;
  } catch (cause) {
    throw new AgentError('invalid-configuration', 'The image cannot be read', { cause });
  }
}

async function fetchImage(url: string): Promise<Blob> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.blob();
}
