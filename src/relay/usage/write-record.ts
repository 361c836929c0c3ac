import type { Logger } from 'pino';
import { faultOf } from '../observability/fault.js';
import type { Alerts } from '../observability/alerts.js';
import type { UsageRecord, UsageSink } from './usage-record.js';

const ATTEMPTS = 3;

/** Hands a record over once. Where the sink fails for good the record stands in the log, from where it can be booked. */
export async function writeRecord(record: UsageRecord, sink: UsageSink, alerts: Alerts, log: Logger): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await sink(record);
    } catch (thrown) {
      log.warn({ fault: faultOf(thrown), attempt }, 'a usage record could not be written');
    }
  }
  alerts.raise('usage-not-written', { session: record.session });
  log.error({ record }, 'a usage record is only in this log');
}
