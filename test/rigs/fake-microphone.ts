import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeWav, toneThenSilence } from './wav.js';

const CACHE = path.resolve('node_modules/.cache/voice-agent-element');

/** Writes the WAV that Chromium's fake microphone plays and answers its path. */
export async function writeFakeMicrophone(): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  const file = path.join(CACHE, 'tone.wav');
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, encodeWav(toneThenSilence(), 48_000));
  await rename(draft, file);
  return file;
}
