import { defineConfig } from 'vite';
import { SCRIPT_TAG_ENTRY, scriptTagConfig } from './tooling/build/script-tag.js';

export default defineConfig(scriptTagConfig(SCRIPT_TAG_ENTRY));
