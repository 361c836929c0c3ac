/** Between an engine's worker and whoever started it. One job is under way at a time. */
export type EngineRequest<Input> = {
  readonly input: Input;
  /** One 32-bit number; anything but zero means that nobody waits for the answer any more. */
  readonly cancelled: SharedArrayBuffer;
};

export type EngineAnswer<Output> =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly output: Output }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };
