/** For a provider that is not built in, and yet speaks with the GA server of the tests: the module behind its `codecUrl`. */
export { createOpenAICodec as default } from '../../src/providers/openai/codec.js';
