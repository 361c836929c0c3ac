/** For a browser to start and a page to load: it ends what never ends by itself, and is no bound on how slow a machine may be. */
export const BROWSER_PATIENCE_MS = 120_000;

/** Command line of Chromium for tests: no network of its own, sound without a click, `microphone` (a WAV) as the person's voice. */
export function chromiumFlags(microphone: string): string[] {
  return [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${microphone}`,
  ];
}

/**
 * Firefox for tests. Without the mock context of cubeb an AudioContext stays suspended on a machine that has no sound
 * device; the fake device is a tone of `fake_frequency`.
 */
export const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.navigator.audio.fake_frequency': 440,
  'media.cubeb.force_mock_context': true,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'extensions.getAddons.cache.enabled': false,
} as const satisfies Record<string, boolean | number | string>;

/** What WebKitGTK's MiniBrowser is told over WebDriver. */
export const WEBKIT_CAPABILITIES = {
  'webkitgtk:browserOptions': {
    args: [
      '--automation',
      '--autoplay-policy=allow',
      '--enable-media-stream=true',
      '--enable-mock-capture-devices=true',
      '--features=-MockCaptureDevicesPrompt,-GetUserMediaRequiresFocus',
    ],
  },
} as const;

export const WEBKIT_ENVIRONMENT = {
  GDK_BACKEND: 'x11',
  LIBGL_ALWAYS_SOFTWARE: '1',
  WEBKIT_DISABLE_DMABUF_RENDERER: '1',
  NO_AT_BRIDGE: '1',
} as const;
