import type { Duplex } from 'node:stream';
import { onAbort } from '../../lib/on-abort.js';

/** A client may not say more than this before it is let in. */
const MAX_EARLY_BYTES = 64 * 1024;

/**
 * Keeps reading a socket while its upgrade is being decided: only a socket that is read notices that its peer has gone.
 * The function that is returned gives back what was read and leaves the socket paused.
 */
export function bufferEarlyBytes(socket: Duplex, onGone: () => void, signal: AbortSignal): () => Buffer {
  const chunks: Buffer[] = [];
  let bytes = 0;

  const keep = (chunk: Buffer): void => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_EARLY_BYTES) socket.destroy();
  };
  const stop = (): void => {
    socket.off('data', keep).off('end', onGone).off('close', onGone);
  };
  socket.on('data', keep).once('end', onGone).once('close', onGone);
  onAbort(signal, stop);

  return () => {
    stop();
    socket.pause();
    return Buffer.concat(chunks);
  };
}
