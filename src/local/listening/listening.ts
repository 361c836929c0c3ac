import { pcm16ToFloat } from '../../audio/dsp/pcm16.js';
import { createResampler } from '../../audio/dsp/resampler.js';
import { ConversationError } from '../conversation/conversation-error.js';
import { newId } from '../conversation/new-id.js';
import { CONVERSATION_SAMPLE_RATE } from '../conversation/settings.js';
import type { Engines } from '../engines/engines.js';
import { MAX_UTTERANCE_SECONDS } from '../engines/recognition.messages.js';
import { ENGINE_SAMPLE_RATE, FRAME_SAMPLES } from '../engines/voice-activity.messages.js';
import { createSampleBuffer } from './sample-buffer.js';
import { createTurnDetector, endpointingSilenceMs, type TurnDetection } from './turn-detector.js';
import { createTurnRecognition, type TurnRecognition, type TurnRecognitionEvents, type Utterance } from './turn-recognition.js';

/** Times count the audio sent since the conversation began. */
export interface ListeningEvents extends TurnRecognitionEvents {
  started(itemId: string, audioStartMs: number): void;
  stopped(itemId: string, audioEndMs: number): void;
  /** A turn that silence ended expects an answer; one that the client ended waits for the client. */
  committed(utterance: Utterance, endedBy: 'silence' | 'client'): void;
  /** No further events follow. */
  failed(cause: unknown): void;
}

export interface Listening {
  /** `null` is push-to-talk: only {@link Listening.commit} ends turns. */
  configure(detection: TurnDetection | null): void;
  /** 24 kHz PCM16. */
  append(bytes: Uint8Array): void;
  /** Throws a {@link ConversationError} when there is hardly any audio. */
  commit(): void;
  clear(): void;
}

/** Recognition starts after this much silence, on the guess that the turn is over. */
const SPECULATION_SILENCE_MS = 160;
/** The least that can be committed. */
const MIN_COMMIT_MS = 100;
/** Audio kept while nobody speaks, and so the longest prefix of a turn. */
const MAX_PREFIX_MS = 5000;
/** Audio kept in push-to-talk. */
const MAX_BUFFERED_MS = 120_000;
/** About a second, when a client sends faster than a person speaks. */
const MAX_FRAMES_PER_REQUEST = 32;
const DEFAULT_THRESHOLD = 0.5;
const DEFAULT_PREFIX_MS = 300;
const SAMPLES_PER_MS = ENGINE_SAMPLE_RATE / 1000;

/** Detects the turns of the user and recognises them. Ends when `signal` aborts. */
export function createListening(engines: Engines, events: ListeningEvents, signal: AbortSignal): Listening {
  const voiceActivity = engines.openVoiceActivity(signal);
  const toEngine = createEngineInput();
  const detector = createTurnDetector();
  const audio = createSampleBuffer();
  let detection: TurnDetection | null = null;
  let turn: TurnRecognition | undefined;
  /** Audio before this position was sent to the voice activity engine or is skipped. */
  let sent = 0;
  let requesting = false;
  /** Probabilities of earlier audio arrive too late. */
  let ignoreBefore = 0;

  function start(position: number, frames: number, prefixMs: number): void {
    const from = Math.max(audio.start, position - frames * FRAME_SAMPLES - prefixMs * SAMPLES_PER_MS);
    const itemId = newId('item');
    turn = createTurnRecognition(engines, audio, { itemId, start: from }, events, signal);
    events.started(itemId, from / SAMPLES_PER_MS);
  }

  function commitTurn(ended: TurnRecognition, end: number, endedBy: 'silence' | 'client'): void {
    const utterance = ended.commit(end);
    discardBefore(end);
    events.committed(utterance, endedBy);
  }

  function stop(ended: TurnRecognition, position: number): void {
    events.stopped(ended.itemId, position / SAMPLES_PER_MS);
    commitTurn(ended, position, 'silence');
  }

  function discardBefore(position: number): void {
    turn = undefined;
    detector.reset();
    ignoreBefore = position;
    sent = Math.max(sent, position);
    audio.discardBefore(position);
  }

  /** Processes one frame that ends at `position`. */
  function processFrame(probability: number, position: number): void {
    if (detection === null || position <= ignoreBefore) return;
    const bySilence = detection.type === 'silence' ? detection : undefined;
    const frame = detector.process(probability, bySilence?.threshold ?? DEFAULT_THRESHOLD);
    if (frame.type === 'started') start(position, frame.frames, bySilence?.prefixMs ?? DEFAULT_PREFIX_MS);
    if (turn === undefined) return audio.discardBefore(position - MAX_PREFIX_MS * SAMPLES_PER_MS);
    if (frame.type === 'resumed') turn.cancelSpeculation();
    if (frame.type === 'pausing') {
      if (frame.silenceMs >= SPECULATION_SILENCE_MS) turn.speculate(position);
      if (frame.silenceMs >= endpointingSilenceMs(detection, turn.speculativeResult)) stop(turn, position);
    } else if (position - turn.start >= MAX_UTTERANCE_SECONDS * ENGINE_SAMPLE_RATE) stop(turn, position);
    else turn.recogniseInterim(position);
  }

  /** One request at a time, so that many conversations share the engine fairly. */
  function requestProbabilities(): void {
    const frames = Math.min(MAX_FRAMES_PER_REQUEST, Math.floor((audio.end - sent) / FRAME_SAMPLES));
    if (frames === 0 || requesting || detection === null) return;
    const from = sent;
    sent += frames * FRAME_SAMPLES;
    requesting = true;
    voiceActivity
      .probabilities(audio.slice(from, sent))
      .then((probabilities) => {
        requesting = false;
        probabilities.forEach((probability, frame) => processFrame(probability, from + (frame + 1) * FRAME_SAMPLES));
        requestProbabilities();
      })
      .catch((cause: unknown) => {
        if (!signal.aborted) events.failed(cause);
      });
  }

  return {
    configure(next) {
      if (next === null) {
        turn?.cancel();
        turn = undefined;
        detector.reset();
      } else if (detection === null) {
        sent = audio.end;
        ignoreBefore = audio.end;
      }
      detection = next;
    },
    append(bytes) {
      audio.append(toEngine(bytes));
      if (detection === null) audio.discardBefore(audio.end - MAX_BUFFERED_MS * SAMPLES_PER_MS);
      requestProbabilities();
    },
    commit() {
      const from = turn?.start ?? audio.start;
      const bufferedMs = (audio.end - from) / SAMPLES_PER_MS;
      if (bufferedMs < MIN_COMMIT_MS) {
        throw new ConversationError(
          'too-little-audio',
          `Error committing input audio buffer: buffer too small. Expected at least ${MIN_COMMIT_MS}ms of audio, but buffer only has ${bufferedMs.toFixed(2)}ms of audio.`,
        );
      }
      turn?.cancelSpeculation();
      const whole = turn ?? createTurnRecognition(engines, audio, { itemId: newId('item'), start: from }, events, signal);
      commitTurn(whole, audio.end, 'client');
    },
    clear() {
      turn?.cancel();
      discardBefore(audio.end);
    },
  };
}

/** From the client's format to the engines'. A sample may be split between two pieces. */
function createEngineInput(): (bytes: Uint8Array) => Float32Array {
  const resampler = createResampler(CONVERSATION_SAMPLE_RATE, ENGINE_SAMPLE_RATE);
  let rest = new Uint8Array(0);
  return (piece) => {
    const bytes = Buffer.concat([rest, piece]);
    const pcm = new Int16Array(Math.floor(bytes.length / 2));
    new Uint8Array(pcm.buffer).set(bytes.subarray(0, pcm.byteLength));
    rest = new Uint8Array(bytes.subarray(pcm.byteLength));
    const input = new Float32Array(pcm.length);
    pcm16ToFloat(pcm, pcm.length, input);
    const output = new Float32Array(resampler.maxOutput(input.length));
    return output.subarray(0, resampler.process(input, output));
  };
}
