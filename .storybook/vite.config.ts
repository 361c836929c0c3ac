import { defineConfig } from 'vite';
import { workletPlugin } from '../tooling/worklets/vite-plugin.js';

/** Storybook adds its own to this; the top-level configuration is the script-tag file's. */
export default defineConfig({
  plugins: [workletPlugin()],
  build: { target: 'es2022', chunkSizeWarningLimit: 4000, reportCompressedSize: false },
});
