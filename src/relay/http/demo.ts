import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';
import type { HttpEnvironment } from './environment.js';

/** Where the demo's files are. */
export interface DemoFolders {
  readonly page: string;
  /** Holds the built `voice-agent.js`. */
  readonly script: string;
}

/** Serves the demo at `/`, and the built script beside it. */
export function serveDemo(app: Hono<HttpEnvironment>, { page, script }: DemoFolders): void {
  app.use('/*', serveStatic({ root: page, onFound: (_path, context) => context.header('Cache-Control', 'no-cache') }));
  app.get('/:file{voice-agent[\\w.-]*\\.(?:js|map)}', serveStatic({ root: script }));
}
