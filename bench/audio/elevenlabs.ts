import type { Conversation as Client } from '@elevenlabs/client';
import type { OpenConversation } from './stage.js';

/** Of the file that the package brings for script tags. */
declare const ElevenLabsClient: { readonly Conversation: typeof Client };

/** `@elevenlabs/client` 1.25.0 from npm, over its own socket. It does not say what was heard. */
export const openElevenlabs: OpenConversation = async (stage) => {
  let items = 0;
  const client = await ElevenLabsClient.Conversation.startSession({
    signedUrl: stage.url.replace('http', 'ws'),
    connectionType: 'websocket',
    onModeChange: ({ mode }) => mode === 'speaking' && stage.began(`${(items += 1)}`),
    onInterruption() {
      stage.spoken();
      stage.silenced();
    },
  });
  return { close: () => client.endSession() };
};
