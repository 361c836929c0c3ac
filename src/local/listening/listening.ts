import { pcm16ToFloat } from '../../audio/pcm16.js';
import { createResampler } from '../../audio/resampler.js';
import type { Engines } from '../engines/engines.js';
import { ENGINE_SAMPLE_RATE, FRAME_SAMPLES } from '../engines/hearing.messages.js';
import { MAX_UTTERANCE_SECONDS } from '../engines/recognition.messages.js';
import { newId } from '../realtime/ids.js';
import { ProtocolFault } from '../realtime/protocol-fault.js';
import type { TurnDetection } from '../realtime/session-schema.js';
import { WIRE_SAMPLE_RATE } from '../realtime/session-state.js';
import { silenceThatEndsMs } from './patience.js';
import { createSoundBuffer } from './sound-buffer.js';
import { createTurnDetector } from './turn-detector.js';
import { createTurnRecognition, type TurnRecognition, type TurnTellers, type Utterance } from './turn-recognition.js';

/** Times count the sound that was sent since the conversation began. */
export interface ListeningEvents extends TurnTellers {
  started(itemId: string, audioStartMs: number): void;
  stopped(itemId: string, audioEndMs: number): void;
  /** A turn that silence ended is one to answer; one that the client ended waits for the client. */
  committed(utterance: Utterance, endedBy: 'silence' | 'client'): void;
  /** Nothing more will be heard. */
  failed(fault: unknown): void;
}

export interface Listening {
  /** `null` is push-to-talk: turns end by {@link Listening.commit} alone. */
  configure(detection: TurnDetection | null): void;
  /** 24 kHz PCM16. */
  append(bytes: Uint8Array): void;
  /** Throws a {@link ProtocolFault} when there is next to nothing to commit. */
  commit(): void;
  clear(): void;
}

/** Recognition starts after so much silence, on the guess that the turn is over. */
const SPECULATION_SILENCE_MS = 160;
/** The least that can be committed; OpenAI's number. */
const MIN_COMMIT_MS = 100;
/** Sound that is kept while nobody speaks, and with it the longest padding a session can ask for. */
const MAX_PREFIX_MS = 5000;
/** In push-to-talk: older sound is forgotten. */
const MAX_KEPT_MS = 120_000;
/** A second, when a client sends faster than a person speaks. */
const MAX_FRAMES_AT_ONCE = 32;
const DEFAULT_THRESHOLD = 0.5;
const DEFAULT_PREFIX_MS = 300;
const SAMPLES_PER_MS = ENGINE_SAMPLE_RATE / 1000;

/** Hears where the person's turns begin and end, and what is said in them. Everything ends when `signal` aborts. */
export function createListening(engines: Engines, events: ListeningEvents, signal: AbortSignal): Listening {
  const ear = engines.openEar(signal);
  const toEngine = createEngineInput();
  const detector = createTurnDetector();
  const sound = createSoundBuffer();
  let detection: TurnDetection | null = null;
  let turn: TurnRecognition | undefined;
  /** Up to here the sound was given to the ear, or is none of its business. */
  let sent = 0;
  let awaitsEar = false;
  /** What the ear says of earlier sound comes too late. */
  let ignoreUntil = 0;

  function begin(heard: number, frames: number, paddingMs: number): void {
    const start = Math.max(sound.start, heard - frames * FRAME_SAMPLES - paddingMs * SAMPLES_PER_MS);
    const itemId = newId('item');
    turn = createTurnRecognition(engines, sound, { itemId, start }, events, signal);
    events.started(itemId, Math.round(start / SAMPLES_PER_MS));
  }

  function commitTurn(over: TurnRecognition, end: number, endedBy: 'silence' | 'client'): void {
    const utterance = over.commit(end);
    forget(end);
    events.committed(utterance, endedBy);
  }

  function stop(over: TurnRecognition, heard: number): void {
    events.stopped(over.itemId, Math.round(heard / SAMPLES_PER_MS));
    commitTurn(over, heard, 'silence');
  }

  /** What was heard until `position` is over and done with. */
  function forget(position: number): void {
    turn = undefined;
    detector.reset();
    ignoreUntil = position;
    sent = Math.max(sent, position);
    sound.forgetBefore(position);
  }

  function hear(probability: number, heard: number): void {
    if (detection === null || heard <= ignoreUntil) return;
    const server = detection.type === 'server_vad' ? detection : undefined;
    const frame = detector.hear(probability, server?.threshold ?? DEFAULT_THRESHOLD);
    if (frame.type === 'started') begin(heard, frame.frames, server?.prefix_padding_ms ?? DEFAULT_PREFIX_MS);
    if (turn === undefined) return sound.forgetBefore(heard - MAX_PREFIX_MS * SAMPLES_PER_MS);
    if (frame.type === 'resumed') turn.giveUpSpeculation();
    if (frame.type === 'pausing') {
      if (frame.silenceMs >= SPECULATION_SILENCE_MS) turn.speculate(heard);
      if (frame.silenceMs >= silenceThatEndsMs(detection, turn.understood)) stop(turn, heard);
    } else if (heard - turn.start >= MAX_UTTERANCE_SECONDS * ENGINE_SAMPLE_RATE) stop(turn, heard);
    else turn.followSpeech(heard);
  }

  /** One piece at a time, so that many conversations share the ear fairly. */
  function sendToEar(): void {
    const frames = Math.min(MAX_FRAMES_AT_ONCE, Math.floor((sound.end - sent) / FRAME_SAMPLES));
    if (frames === 0 || awaitsEar || detection === null) return;
    const from = sent;
    sent += frames * FRAME_SAMPLES;
    awaitsEar = true;
    ear
      .probabilities(sound.slice(from, sent))
      .then((probabilities) => {
        awaitsEar = false;
        probabilities.forEach((probability, frame) => hear(probability, from + (frame + 1) * FRAME_SAMPLES));
        sendToEar();
      })
      .catch((fault: unknown) => {
        if (!signal.aborted) events.failed(fault);
      });
  }

  return {
    configure(next) {
      if (next === null) {
        turn?.drop();
        turn = undefined;
        detector.reset();
      } else if (detection === null) {
        sent = sound.end;
        ignoreUntil = sound.end;
      }
      detection = next;
    },
    append(bytes) {
      sound.append(toEngine(bytes));
      if (detection === null) sound.forgetBefore(sound.end - MAX_KEPT_MS * SAMPLES_PER_MS);
      sendToEar();
    },
    commit() {
      const start = turn?.start ?? sound.start;
      const keptMs = (sound.end - start) / SAMPLES_PER_MS;
      if (keptMs < MIN_COMMIT_MS) {
        throw new ProtocolFault(
          'input_audio_buffer_commit_empty',
          `Error committing input audio buffer: buffer too small. Expected at least ${MIN_COMMIT_MS}ms of audio, but buffer only has ${keptMs.toFixed(2)}ms of audio.`,
        );
      }
      turn?.giveUpSpeculation();
      const whole = turn ?? createTurnRecognition(engines, sound, { itemId: newId('item'), start }, events, signal);
      commitTurn(whole, sound.end, 'client');
    },
    clear() {
      turn?.drop();
      forget(sound.end);
    },
  };
}

/** From the wire's sound to the engines'. The state of the rate change lives as long as the stream. */
function createEngineInput(): (bytes: Uint8Array) => Float32Array {
  const resampler = createResampler(WIRE_SAMPLE_RATE, ENGINE_SAMPLE_RATE);
  return (bytes) => {
    const pcm = new Int16Array(Math.floor(bytes.length / 2));
    new Uint8Array(pcm.buffer).set(bytes.subarray(0, pcm.byteLength));
    const input = new Float32Array(pcm.length);
    pcm16ToFloat(pcm, pcm.length, input);
    const output = new Float32Array(resampler.maxOutput(input.length));
    return output.subarray(0, resampler.process(input, output));
  };
}
