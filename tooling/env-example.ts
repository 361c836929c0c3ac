/** Writes `.env.example` anew: `node --import tsx tooling/env-example.ts`. */
import { writeFile } from 'node:fs/promises';
import { createEnvExample } from './env-example/create-env-example.js';

await writeFile(new URL('../.env.example', import.meta.url), createEnvExample());
