import { AgentError, type AgentErrorCode } from '../../spec/agent-error.js';

/** What is known when `getUserMedia` has failed. */
export interface MicrophoneFailure {
  /** The name of what was thrown. */
  readonly name: string;
  readonly secure: boolean;
  /** Whether permissions policy lets this frame use the microphone; `undefined` where the browser does not report it. */
  readonly allowedByPolicy: boolean | undefined;
  /** Of the Permissions API after the failure; `undefined` where it does not know microphones. */
  readonly permission: PermissionState | undefined;
}

/** Maps what browsers throw, under differing names, to the cause. */
export function microphoneErrorCode({ name, secure, allowedByPolicy, permission }: MicrophoneFailure): AgentErrorCode {
  if (!secure) return 'insecure-origin';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      if (allowedByPolicy === false) return 'microphone-blocked-by-policy';
      // A question that was closed without an answer will be asked again.
      return permission === 'prompt' ? 'microphone-dismissed' : 'microphone-denied';
    case 'NotFoundError':
      return 'microphone-missing';
    // The device is the only thing that is asked for exactly.
    case 'OverconstrainedError':
      return 'microphone-unknown';
    case 'NotReadableError':
    case 'AbortError':
      return 'microphone-busy';
    default:
      return 'audio-unsupported';
  }
}

/** Chromium's name for what the standard does not have yet. */
interface FeaturePolicy {
  allowsFeature(feature: string): boolean;
}

function allowedByPolicy(): boolean | undefined {
  if (!('featurePolicy' in document)) return undefined;
  return (document.featurePolicy as FeaturePolicy).allowsFeature('microphone');
}

async function permissionState(): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state;
  } catch {
    return undefined;
  }
}

/** Finds out why the microphone cannot be used, from what the browser knows. */
export async function explainMicrophone(thrown: unknown): Promise<AgentError> {
  if (thrown instanceof AgentError) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = microphoneErrorCode({
    name,
    secure: isSecureContext,
    allowedByPolicy: allowedByPolicy(),
    permission: await permissionState(),
  });
  return new AgentError(code, `${name}: ${message}`, { cause: thrown });
}
