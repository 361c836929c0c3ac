import { elevenLabs } from './elevenlabs/index.js';
import { openAi } from './openai/index.js';
import type { Service, ServiceContext, ServiceDefinition } from './service.js';

/** The services that the relay knows, the preferred one first. To add one, add its folder and its line. */
export const SERVICES: readonly ServiceDefinition[] = [elevenLabs, openAi];

/** The services that the settings offer, by the id of their provider, the default one first. */
export async function openServices(context: ServiceContext, signal: AbortSignal): Promise<ReadonlyMap<string, Service>> {
  const opened = await Promise.all(SERVICES.map((definition) => definition.open(context, signal)));
  return new Map(opened.filter((service) => service !== undefined).map((service) => [service.id, service]));
}
