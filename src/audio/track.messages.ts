/** From a thread that wants to capture by itself. */
export interface TrackWish {
  readonly type: 'tracks-wanted';
}

/** To that thread: the sound of the microphone in use, from now on; of none while it is muted. */
export interface TrackNews {
  readonly readable?: ReadableStream<AudioData>;
}
