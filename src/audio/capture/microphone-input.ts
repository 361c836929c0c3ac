import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { type AgentErrorCode, toAgentError } from '../../spec/agent-error.js';
import type { MicrophoneEvent } from '../../spec/voice-event.js';
import { onDeviceChange } from '../devices/device-choice.js';
import { type RequestStream, requestMicrophone, stopStream } from './request-microphone.js';
import { observeDevices } from '../devices/observe-devices.js';

export interface InputOptions {
  /** For browsers that do not expose the device's rate. */
  readonly contextRate: number;
  readonly deviceId: string | undefined;
  readonly request: RequestStream | undefined;
  readonly emit: (event: MicrophoneEvent) => void;
  /** The track in use; `undefined` while it is muted. */
  readonly setTrack: (track: MediaStreamTrack | undefined) => void;
}

/** Connects one microphone at a time to the graph. */
export interface MicrophoneInput {
  /** Sends the audio to this node from now on. */
  connect(into: AudioNode): void;
  setMuted(muted: boolean): void;
  /** Rejects with an `AgentError`, and then the microphone in use stays. A later choice supersedes one still waiting. */
  setDevice(deviceId: string | undefined): Promise<void>;
}

/** Browsers differ in how they report a device that was removed. */
const DEVICE_GONE: readonly AgentErrorCode[] = ['microphone-unknown', 'microphone-missing'];

/** Keeps a microphone connected until `signal` aborts, whatever is plugged in or unplugged. */
export async function openInput(
  { contextRate, deviceId, request, emit, setTrack }: InputOptions,
  signal: AbortSignal,
): Promise<MicrophoneInput> {
  let chosen = deviceId;
  let muted = false;
  let devices: readonly MediaDeviceInfo[] = [];
  let using: AbortController | undefined;
  let waiting: AbortController | undefined;
  let enable = (): void => undefined;
  let target: AudioNode | undefined;
  let connect = (): void => undefined;
  let silenced = false;

  /** Replaces the microphone in use, unless a later call supersedes this one. */
  async function replace(id: string | undefined, missing?: string): Promise<void> {
    waiting?.abort();
    /** Ends this microphone and nothing else. */
    const life = (waiting = createChild(signal));
    const stream = await requestMicrophone(id, life.signal, request).catch((thrown: unknown) => {
      if (life.signal.aborted && !signal.aborted) return undefined;
      life.abort();
      throw thrown;
    });
    const track = stream?.getAudioTracks()[0];
    if (!stream || !track) return;
    waiting = undefined;
    const type = using ? 'microphone-changed' : 'microphone-opened';
    using?.abort();
    using = life;
    let source: MediaStreamAudioSourceNode | undefined;
    connect = () => {
      source?.disconnect();
      if (target === undefined) return;
      source = new MediaStreamAudioSourceNode(target.context as AudioContext, { mediaStream: stream });
      source.connect(target);
    };
    connect();
    onAbort(life.signal, () => {
      source?.disconnect();
      stopStream(stream);
    });
    enable = () => {
      track.enabled = !muted;
      setTrack(muted ? undefined : track);
    };
    enable();
    track.addEventListener('ended', () => void follow(true), { signal: life.signal });
    const { deviceId: used, sampleRate = contextRate } = track.getSettings();
    emit({ type, ...(used && { deviceId: used }), label: track.label, ...(missing && { missing }), sampleRate });
    const reportSilence = (): void => {
      if (track.muted === silenced) return;
      silenced = track.muted;
      emit({ type: 'microphone-silenced', silenced });
    };
    track.addEventListener('mute', reportSilence, { signal: life.signal });
    track.addEventListener('unmute', reportSilence, { signal: life.signal });
    reportSilence();
  }

  const inputs = (): readonly MediaDeviceInfo[] => devices.filter(({ kind }) => kind === 'audioinput');

  /** Ids, groups and labels are known once a microphone was granted. */
  async function list(): Promise<void> {
    const before = JSON.stringify(devices);
    devices = await navigator.mediaDevices.enumerateDevices();
    if (signal.aborted || JSON.stringify(devices) === before) return;
    const known = devices.flatMap(({ kind, deviceId, label }) =>
      kind !== 'videoinput' && deviceId ? { kind, deviceId, label } : [],
    );
    emit({ type: 'devices-changed', devices: known });
  }

  async function follow(ended: boolean): Promise<void> {
    const before = inputs();
    await list();
    const choice = onDeviceChange({ chosen, ended, before, after: inputs() });
    if (choice === 'stay' || signal.aborted) return;
    try {
      await (choice === 'use-chosen' ? replace(chosen) : replace(undefined, chosen));
    } catch (thrown) {
      const { code } = toAgentError(thrown);
      if (!ended || signal.aborted) return;
      emit({
        type: 'microphone-ended',
        reason: code === 'microphone-denied' || code === 'microphone-dismissed' ? 'revoked' : 'unplugged',
      });
    }
  }

  try {
    await replace(chosen);
  } catch (thrown) {
    // A remembered choice falls back to the default when its device is gone.
    if (chosen === undefined || !DEVICE_GONE.includes(toAgentError(thrown).code)) throw thrown;
    await replace(undefined, chosen);
  }
  await list();
  observeDevices(() => void follow(false), signal);

  return {
    connect(node) {
      target = node;
      connect();
    },
    setMuted(value) {
      muted = value;
      enable();
    },
    async setDevice(id) {
      await replace(id);
      chosen = id;
    },
  };
}
