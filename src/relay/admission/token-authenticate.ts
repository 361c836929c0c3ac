import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { Settings } from '../config/settings.js';
import { bearerTokenOf, type Authenticate } from './authenticate.js';

/** How much the clocks of issuer and relay may differ. */
const CLOCK_TOLERANCE_SECONDS = 30;
const JWKS_TIMEOUT_MS = 2_000;

/** Signed tokens (JWT): HS256 with a shared secret, or any key of a JWKS. `sub` is the subject, `exp` is required. */
export function createTokenAuthenticate(settings: Settings, subprotocols: readonly string[]): Authenticate | undefined {
  const verify = createVerify(settings);
  if (verify === undefined) return undefined;
  return async (request) => {
    const token = bearerTokenOf(request, subprotocols);
    if (token === undefined) return null;
    try {
      return (await verify(token)).sub ?? null;
    } catch (thrown) {
      // An invalid token is the client's error; an unreachable JWKS is the relay's.
      if (thrown instanceof errors.JOSEError && !(thrown instanceof errors.JWKSTimeout)) return null;
      throw thrown;
    }
  };
}

function createVerify(settings: Settings): ((token: string) => Promise<JWTPayload>) | undefined {
  const {
    RELAY_AUTH_SECRET: secret,
    RELAY_AUTH_JWKS_URL: jwksUrl,
    RELAY_AUTH_ISSUER: issuer,
    RELAY_AUTH_AUDIENCE: audience,
  } = settings;
  const claims: JWTVerifyOptions = {
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['sub', 'exp'],
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  };
  if (secret !== undefined) {
    const key = new TextEncoder().encode(secret);
    return async (token) => (await jwtVerify(token, key, { ...claims, algorithms: ['HS256'] })).payload;
  }
  if (jwksUrl === undefined) return undefined;
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: JWKS_TIMEOUT_MS });
  const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];
  return async (token) => (await jwtVerify(token, keys, { ...claims, algorithms })).payload;
}
