/** What a thread without a codec has to know of the provider's frames: it carries sound, and does what cannot wait. */
export interface SoundFrames {
  /** The text around the Base64 of one chunk of the person's speech. */
  readonly append: readonly [before: string, after: string];
  /** Which event a frame is, by the frame's `type`. */
  readonly events: Readonly<Record<string, SoundEvent['type'] | 'agent-audio'>>;
  /** The fields that these frames have; `response` is the object that has the response's `id`. */
  readonly fields: Readonly<Record<'itemId' | 'responseId' | 'response' | 'bytes', string>>;
}

/** Of the provider's events, those that cannot wait, and as much of them as is needed. */
export type SoundEvent =
  | { readonly type: 'user-started' | 'user-stopped' }
  | { readonly type: 'response-started' | 'response-done'; readonly responseId: string }
  | { readonly type: 'agent-audio-done'; readonly itemId: string };
