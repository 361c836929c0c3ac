/**
 * @typedef {object} Room
 * @property {RegExp} files which files of `src/` (paths without `src/`); the first room that matches a file is its room
 * @property {readonly RegExp[]} imports which files of `src/` it may import besides its own folder's
 * @property {readonly RegExp[]} [lazily] which it may import by `import()` or as types only
 * @property {readonly RegExp[]} [packages] which packages it may import; none where absent
 */

const SPEC = /^spec\//;
const LIB = /^lib\//;
const SESSION = /^session\//;
const REGISTRY = /^providers\/registry\.ts$/;

/** The import matrix. What is not listed is forbidden. @type {readonly Room[]} */
export const ROOMS = [
  { files: /^lib\//, imports: [LIB] },
  { files: /^spec\//, imports: [SPEC] },
  { files: /^session\//, imports: [SESSION, SPEC, LIB] },
  { files: REGISTRY, imports: [SPEC], lazily: [/^providers\/[^/]+\/index\.ts$/] },
  { files: /^providers\/openai\/schema\//, imports: [/^providers\/openai\/schema\//], packages: [/^zod$/] },
  {
    files: /^providers\/(?<own>[^/]+)\//,
    imports: [/^providers\/<own>\/(?!schema\/)/, SPEC, LIB],
    // Schemas bring zod along, which no page needs.
    lazily: [/^providers\/<own>\/schema\//],
  },
  { files: /^audio\/.*\.worklet\.ts$/, imports: [/^audio\/(?!audio\.worklet)/, SPEC, LIB] },
  { files: /^audio\//, imports: [/^audio\//, SPEC, LIB] },
  {
    files: /^transport\/.*\.worker\.ts$/,
    imports: [/^transport\//, SPEC, LIB, REGISTRY, /^audio\/capture\/capture-tracks\.ts$/],
  },
  { files: /^transport\//, imports: [/^transport\//, SPEC, LIB] },
  {
    files: /^element\/compose\.ts$/,
    imports: [/^element\//, SESSION, SPEC, LIB, /^audio\//, /^transport\//, REGISTRY],
    packages: [/^lit(\/|$)/],
  },
  { files: /^element\//, imports: [/^element\//, SESSION, SPEC, LIB], packages: [/^lit(\/|$)/] },
  {
    files: /^relay\/protocols\/(?<own>[^/]+)\//,
    imports: [/^relay\//, SPEC, LIB, REGISTRY, /^providers\/<own>\//],
    lazily: [/^local\//],
    packages: [/./],
  },
  {
    // The one exception: usage is priced by the fold that the element uses.
    files: /^relay\/usage\/usage-meter\.ts$/,
    imports: [/^relay\//, SPEC, LIB, REGISTRY, /^session\/cost\.ts$/],
  },
  {
    files: /^relay\//,
    imports: [/^relay\//, SPEC, LIB, REGISTRY],
    lazily: [/^local\//],
    packages: [/./],
  },
  {
    files: /^local\/protocols\/(?<own>[^/]+)\//,
    imports: [/^local\//, SPEC, LIB, /^providers\/<own>\/schema\//],
    packages: [/./],
  },
  { files: /^local\//, imports: [/^local\//, SPEC, LIB, /^audio\/dsp\//], packages: [/./] },
  { files: /^scripted\.ts$/, imports: [REGISTRY, /^providers\/scripted\/index\.ts$/] },
  { files: /^[^/]+\.ts$/, imports: [/^element\//, SESSION, SPEC, LIB, REGISTRY, /^transport\//, /^audio\//] },
];
