import { createChild } from '../../lib/child-signal.js';
import { onAbort } from '../../lib/on-abort.js';
import { type AgentErrorCode, toAgentError } from '../../spec/agent-error.js';
import type { MicrophoneEvent } from '../../spec/voice-event.js';
import { onDeviceChange } from '../devices/device-choice.js';
import { type RequestStream, requestMicrophone, stopStream } from './request-microphone.js';
import { watchDevices } from '../devices/watch-devices.js';

export interface InputOptions {
  /** For browsers that keep a device's own to themselves. */
  readonly contextRate: number;
  readonly deviceId: string | undefined;
  readonly request: RequestStream | undefined;
  readonly tell: (event: MicrophoneEvent) => void;
  /** The track in use; `undefined` while it is muted. */
  readonly use: (track: MediaStreamTrack | undefined) => void;
}

/** One microphone at a time, in the graph. */
export interface MicrophoneInput {
  /** Sends the sound to this node from now on. */
  connect(into: AudioNode): void;
  setMuted(muted: boolean): void;
  /** Rejects with an `AgentError`, and then the microphone in use stays. A later choice supersedes one still waiting. */
  setDevice(deviceId: string | undefined): Promise<void>;
}

/** Browsers differ in what they say of a device that is gone. */
const NOT_THERE: readonly AgentErrorCode[] = ['microphone-unknown', 'microphone-missing'];

/** Keeps a microphone connected until `signal` aborts, whatever is plugged in or pulled out. */
export async function openInput(
  { contextRate, deviceId, request, tell, use }: InputOptions,
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

  /** Puts another microphone in place of the one in use, unless a later call supersedes this one. */
  async function take(id: string | undefined, missing?: string): Promise<void> {
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
      use(muted ? undefined : track);
    };
    enable();
    track.addEventListener('ended', () => void follow(true), { signal: life.signal });
    const { deviceId: used, sampleRate = contextRate } = track.getSettings();
    tell({ type, ...(used && { deviceId: used }), label: track.label, ...(missing && { missing }), sampleRate });
  }

  const inputs = (): readonly MediaDeviceInfo[] => devices.filter(({ kind }) => kind === 'audioinput');

  /** Ids, groups and labels are there once a microphone has been granted. */
  async function list(): Promise<void> {
    const before = JSON.stringify(devices);
    devices = await navigator.mediaDevices.enumerateDevices();
    if (signal.aborted || JSON.stringify(devices) === before) return;
    const known = devices.flatMap(({ kind, deviceId, label }) =>
      kind !== 'videoinput' && deviceId ? { kind, deviceId, label } : [],
    );
    tell({ type: 'devices-changed', devices: known });
  }

  async function follow(ended: boolean): Promise<void> {
    const before = inputs();
    await list();
    const choice = onDeviceChange({ chosen, ended, before, after: inputs() });
    if (choice === 'stay' || signal.aborted) return;
    try {
      await (choice === 'use-chosen' ? take(chosen) : take(undefined, chosen));
    } catch (thrown) {
      const { code } = toAgentError(thrown);
      if (!ended || signal.aborted) return;
      tell({
        type: 'microphone-ended',
        reason: code === 'microphone-denied' || code === 'microphone-dismissed' ? 'revoked' : 'unplugged',
      });
    }
  }

  try {
    await take(chosen);
  } catch (thrown) {
    // A choice that was remembered gives way when the device is gone.
    if (chosen === undefined || !NOT_THERE.includes(toAgentError(thrown).code)) throw thrown;
    await take(undefined, chosen);
  }
  await list();
  watchDevices(() => void follow(false), signal);

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
      await take(id);
      chosen = id;
    },
  };
}
