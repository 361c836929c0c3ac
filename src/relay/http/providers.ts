import type { Handler } from 'hono';
import type { Settings } from '../config/settings.js';
import type { Service } from '../protocols/service.js';
import type { HttpEnvironment } from './environment.js';
import { areReady } from './health.js';

export interface ProvidersParts {
  readonly services: ReadonlyMap<string, Service>;
  readonly settings: Settings;
}

/** `GET /voice/providers`: what this relay offers. Public: nothing in it is secret. */
export function listProviders({ services, settings }: ProvidersParts): Handler<HttpEnvironment> {
  const [first] = services.keys();
  const answer = {
    default: first ?? null,
    providers: [...services.values()].map(describe),
    limits: {
      sessionSeconds: settings.RELAY_SESSION_SECONDS,
      idleSeconds: settings.RELAY_IDLE_SECONDS,
      sessionUsd: settings.RELAY_SESSION_USD,
      sessionsAtOnce: settings.RELAY_SESSIONS_PER_SUBJECT,
    },
  };
  return (context) => context.json({ ...answer, ready: areReady(services) });
}

function describe(service: Service): object {
  const { id, label, servedBy: served } = service;
  if (service.kind === 'direct') return { id, label, served };
  const { models, ...offer } = service.offer;
  return { id, label, served, ...offer, models: models.map((model) => ({ id: model, prices: service.pricesOf(model) ?? null })) };
}
