import type { HttpBindings } from '@hono/node-server';

export interface HttpEnvironment {
  Bindings: HttpBindings;
}
