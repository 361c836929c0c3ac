/** The part of the package that the bench uses; it brings no declarations of its own. */
declare module '@echogarden/speex-resampler-wasm' {
  interface SpeexModule {
    readonly HEAPU32: Uint32Array;
    readonly HEAPF32: Float32Array;
    _malloc(bytes: number): number;
    _speex_resampler_init(channels: number, inputRate: number, outputRate: number, quality: number, errorAddress: number): number;
    _speex_resampler_process_float(
      state: number,
      channel: number,
      input: number,
      inputLength: number,
      output: number,
      outputLength: number,
    ): number;
    _speex_resampler_reset_mem(state: number): number;
  }
  export default function load(): Promise<SpeexModule>;
}
