import { AgentError } from '../spec/agent-error.js';

/** Chromium's; Firefox and Safari play where the system says. */
interface SinkChooser {
  setSinkId(sinkId: string): Promise<void>;
}

function canChoose(context: AudioContext): context is AudioContext & SinkChooser {
  return 'setSinkId' in context;
}

/** Plays `context` on another device; the empty choice is the system's default. */
export async function setOutputDevice(context: AudioContext, deviceId: string | undefined): Promise<void> {
  if (!canChoose(context)) {
    if (deviceId === undefined) return;
    throw new AgentError('speaker-unsupported', 'This browser has no AudioContext.setSinkId');
  }
  try {
    await context.setSinkId(deviceId ?? '');
  } catch (cause) {
    throw new AgentError('speaker-missing', `The output device ${deviceId} cannot be used`, { cause });
  }
}
