/** From a thread that captures by itself. */
export type TrackStreamRequest =
  | { readonly type: 'subscribe' }
  /** The stream with this number broke. */
  | { readonly type: 'stream-lost'; readonly number: number };

/** To that thread: the audio of the microphone in use from now on; no stream while it is muted. */
export interface TrackStreamUpdate {
  /** Counts the updates: a message about one may cross the next. */
  readonly number: number;
  readonly readable?: ReadableStream<AudioData> | undefined;
}
