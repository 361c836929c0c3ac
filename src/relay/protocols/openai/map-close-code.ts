import type { ClosableErrorCode } from '../../../spec/close-code.js';

const NORMAL = 1000;
const GOING_AWAY = 1001;
/** The service's own codes, as seen on the wire: a wrong key, a wrong request, an unknown model. */
const INVALID_KEY = 3000;
const INVALID_REQUEST = 4000;
const UNKNOWN_MODEL = 4004;

/** What a GA service's goodbye means to the client. */
export function meaningOfClose(closeCode: number, reason: string): ClosableErrorCode | null {
  switch (closeCode) {
    case NORMAL:
      return null;
    case GOING_AWAY:
      return /maximum duration/.test(reason) ? 'session-expired' : 'upstream-unavailable';
    case INVALID_KEY:
      return 'upstream-refused';
    case INVALID_REQUEST:
      return /model/.test(reason) ? 'model-refused' : 'upstream-refused';
    case UNKNOWN_MODEL:
      return 'model-refused';
    default:
      return 'upstream-unavailable';
  }
}
