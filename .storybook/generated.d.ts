declare module '@fontsource/*.css';

/** Made by `npm run manifest`; the types have to hold before it exists. */
declare module '*/custom-elements.json' {
  const manifest: object;
  export default manifest;
}
