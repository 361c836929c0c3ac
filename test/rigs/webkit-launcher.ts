import type { BrowserLauncher } from '@web/test-runner';
import type { WebkitInstallation } from './find-browser.js';
import { openWebkit } from './webkit-browser.js';
import type { WebDriverSession } from './webdriver.js';

type PointerAction = Readonly<Record<string, string | number>>;

const BUTTONS = { left: 0, middle: 1, right: 2 } as const;
const KEYS: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};

/**
 * WebKitGTK for @web/test-runner, over plain WebDriver. One browser takes the test files one after another; a browser that
 * died is replaced for the next file. `getBrowserUrl` never rejects: the runner would exit without a word.
 */
export class WebkitLauncher implements BrowserLauncher {
  readonly name = 'WebKitGTK';
  /** What @web/test-runner-commands knows a launcher with `sendKeys` and `sendMouse…` by. */
  readonly type = 'webdriver';
  readonly concurrency = 1;
  readonly #installation: WebkitInstallation;
  #closing = new AbortController();
  #browser: Promise<WebDriverSession> | undefined;
  #active: string | undefined;

  constructor(installation: WebkitInstallation) {
    this.#installation = installation;
  }

  async startSession(sessionId: string, url: string): Promise<void> {
    this.#active = sessionId;
    try {
      await this.#navigate(url);
    } catch {
      await this.#abandon();
      await this.#navigate(url);
    }
  }

  async startDebugSession(): Promise<void> {
    throw new Error('WebKitGTK runs without a window: debug in another browser');
  }

  isActive(sessionId: string): boolean {
    return this.#active === sessionId;
  }

  async getBrowserUrl(): Promise<string | undefined> {
    try {
      return String(await (await this.#browser)?.command('GET', '/url'));
    } catch {
      return undefined;
    }
  }

  async stopSession(): Promise<Record<string, never>> {
    this.#active = undefined;
    try {
      await this.#navigate('about:blank');
    } catch {
      await this.#abandon();
    }
    return {};
  }

  async stop(): Promise<void> {
    await this.#abandon();
  }

  async takeScreenshot(): Promise<Buffer> {
    return Buffer.from(String(await this.#command('GET', '/screenshot')), 'base64');
  }

  async sendKeys(_sessionId: string, keys: readonly string[]): Promise<void> {
    const actions = keys
      .map((key) => KEYS[key] ?? key)
      .flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
    await this.#command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async sendMouseMove(_sessionId: string, x: number, y: number): Promise<void> {
    await this.#point([{ type: 'pointerMove', duration: 0, x, y }]);
  }

  async sendMouseClick(_sessionId: string, x: number, y: number, button: keyof typeof BUTTONS = 'left'): Promise<void> {
    const press = { button: BUTTONS[button] };
    await this.#point([
      { type: 'pointerMove', duration: 0, x, y },
      { type: 'pointerDown', ...press },
      { type: 'pointerUp', ...press },
    ]);
  }

  async sendMouseDown(_sessionId: string, button: keyof typeof BUTTONS = 'left'): Promise<void> {
    await this.#point([{ type: 'pointerDown', button: BUTTONS[button] }]);
  }

  async sendMouseUp(_sessionId: string, button: keyof typeof BUTTONS = 'left'): Promise<void> {
    await this.#point([{ type: 'pointerUp', button: BUTTONS[button] }]);
  }

  async resetMouse(): Promise<void> {
    await this.#command('DELETE', '/actions');
  }

  async #point(actions: readonly PointerAction[]): Promise<void> {
    await this.#command('POST', '/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
    });
  }

  async #navigate(url: string): Promise<void> {
    this.#browser ??= openWebkit(this.#installation, this.#closing.signal);
    await this.#command('POST', '/url', { url });
  }

  async #command(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    if (!this.#browser) throw new Error('WebKitGTK is not running');
    return (await this.#browser).command(method, path, body);
  }

  async #abandon(): Promise<void> {
    const browser = this.#browser;
    this.#browser = undefined;
    await browser?.then((session) => session.command('DELETE', '')).catch(() => undefined);
    this.#closing.abort();
    this.#closing = new AbortController();
  }
}
