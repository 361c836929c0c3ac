import { SpanStatusCode, trace, type Attributes, type Span } from '@opentelemetry/api';
import { toRefusal } from '../refusal.js';

/** Without an OpenTelemetry SDK in the process all of this costs next to nothing. */
const tracer = trace.getTracer('voice-agent-relay');

/** A span that ends with `span.end()`, for what lasts. */
export function startSpan(name: string, attributes: Attributes): Span {
  return tracer.startSpan(name, { attributes });
}

/** Runs `task` inside a span. Only the code of a refusal is noted: messages may hold anything. */
export function traced<T>(name: string, attributes: Attributes, task: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await task();
    } catch (thrown) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: toRefusal(thrown).code });
      throw thrown;
    } finally {
      span.end();
    }
  });
}
