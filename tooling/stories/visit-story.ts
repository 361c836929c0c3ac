import type { Page } from 'puppeteer-core';

/** One line about something that is wrong with a story. */
export type Fault = string;

interface AxeNode {
  readonly html: string;
}

interface AxeViolation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly AxeNode[];
}

/** The message of Storybook's channel at the end of a story. */
interface StoryFinished {
  readonly storyId: string;
  readonly status: 'success' | 'error';
  readonly reporters: readonly {
    readonly type: string;
    readonly status: string;
    readonly result?: { readonly violations?: readonly AxeViolation[] };
  }[];
}

interface StoryEnd {
  readonly faults: readonly Fault[];
  readonly finished?: StoryFinished;
}

declare global {
  interface Window {
    storyEnd: Promise<StoryEnd>;
  }
}

/** Runs in the page before Storybook does. `storyFinished` alone reports success for a play function that threw. */
function listenToStorybook(): void {
  interface Channel {
    on(event: string, listener: (detail: unknown) => void): void;
  }
  const name = '__STORYBOOK_ADDONS_CHANNEL__';
  const faults: string[] = [];
  window.storyEnd = new Promise((resolve) => {
    let channel: Channel;
    Object.defineProperty(window, name, {
      configurable: true,
      get: () => channel,
      set: (value: Channel) => {
        channel = value;
        for (const event of ['playFunctionThrewException', 'unhandledErrorsWhilePlaying', 'storyThrewException', 'storyErrored'])
          channel.on(event, (detail) => {
            const { message, title } = (detail ?? {}) as { message?: string; title?: string };
            faults.push(`${event}: ${message ?? title ?? JSON.stringify(detail)}`);
            if (event.startsWith('story')) resolve({ faults });
          });
        channel.on('storyMissing', () => resolve({ faults: ['the story is missing'] }));
        channel.on('storyFinished', (detail) => resolve({ faults, finished: detail as StoryFinished }));
      },
    });
  });
}

/** Runs in the page: the names of undefined custom elements, in shadow trees too. */
function findUndefined(): string[] {
  const search = (root: ParentNode): string[] =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.matches(':not(:defined)') ? [element.localName] : []),
      ...(element.shadowRoot ? search(element.shadowRoot) : []),
    ]);
  return search(document);
}

function faultsOfReport({ status, reporters }: StoryFinished): Fault[] {
  const violations = reporters.flatMap((reporter) => reporter.result?.violations ?? []);
  const faults = violations.map(({ id, help, nodes }) => `axe ${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  if (!reporters.some(({ type }) => type === 'a11y')) faults.push('axe did not run');
  return status === 'success' || faults.length > 0 ? faults : [`the story ended with ${status}`];
}

/** Prepares a page for {@link visitStory}. */
export async function prepare(page: Page): Promise<void> {
  // tsx compiles the functions that run in the page with calls of this function.
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
  await page.evaluateOnNewDocument(listenToStorybook);
}

/** Shows one story of a built Storybook, plays it and returns its faults. */
export async function visitStory(page: Page, origin: string, id: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  const onError = (error: unknown): void =>
    void faults.push(`uncaught: ${error instanceof Error ? error.message : String(error)}`);
  const onRequest = (request: { url(): string }): void => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) faults.push(`requests another server: ${url.href}`);
  };
  page.on('pageerror', onError);
  page.on('request', onRequest);
  try {
    await page.goto(`${origin}/iframe.html?id=${id}&viewMode=story&globals=a11y.manual:!false`, {
      waitUntil: 'domcontentloaded',
    });
    const end = await page.evaluate(() => window.storyEnd);
    const undefinedNames = await page.evaluate(findUndefined);
    return [
      ...faults,
      ...end.faults,
      ...(end.finished ? faultsOfReport(end.finished) : []),
      ...undefinedNames.map((name) => `<${name}> is not defined`),
    ];
  } catch (error) {
    return [...faults, error instanceof Error ? error.message : String(error)];
  } finally {
    page.off('pageerror', onError);
    page.off('request', onRequest);
  }
}
