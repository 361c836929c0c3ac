/** The package describes itself in words only. */
declare module 'bufferutil' {
  const bufferutil: {
    /** Masks or unmasks `payload` in place. */
    unmask(payload: Uint8Array, key: Uint8Array): void;
  };
  export default bufferutil;
}
