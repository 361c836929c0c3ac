/** From a thread that captures by itself. */
export type TrackWish =
  | { readonly type: 'tracks-wanted' }
  /** The sound of this number broke off. */
  | { readonly type: 'track-lost'; readonly number: number };

/** To that thread: the sound of the microphone in use, from now on; of none while it is muted. */
export interface TrackNews {
  /** Counts what was offered: what is said of one may cross the next on the way. */
  readonly number: number;
  readonly readable?: ReadableStream<AudioData> | undefined;
}
