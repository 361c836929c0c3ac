/** Sent to an engine's worker, which does one job at a time. */
export type EngineRequest<Input> = {
  readonly input: Input;
  /** One 32-bit number; anything but zero cancels the job. */
  readonly cancelled: SharedArrayBuffer;
};

export type EngineAnswer<Output> =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly output: Output }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };
