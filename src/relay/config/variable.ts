import { isIP } from 'node:net';
import { z } from 'zod';
import { isListable } from '../admission/origins.js';

/** A whole number within bounds. */
export function count({ least, most }: { readonly least: number; readonly most: number }): z.ZodType<number, unknown> {
  const error = `must be a whole number from ${least} to ${most}.`;
  return z
    .string({ error })
    .regex(/^\d+$/, { error })
    .transform(Number)
    .pipe(z.number().min(least, { error }).max(most, { error }));
}

/** A number of dollars or minutes, 0 or more. */
export const amount = z
  .string()
  .regex(/^\d+(\.\d+)?$/, { error: 'must be a number such as 2.50.' })
  .transform(Number);

/** An address or a network such as 10.0.0.0/8. */
export const network = z.string().refine(
  (text) => {
    const [address = '', prefix = '0', ...rest] = text.split('/');
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return rest.length === 0 && /^\d+$/.test(prefix) && Number(prefix) <= bits;
  },
  { error: 'must list addresses or networks such as 10.0.0.0/8, separated by commas.' },
);

export const flag = z.enum(['true', 'false'], { error: 'must be true or false.' }).transform((word) => word === 'true');

/** An http or https address, without a slash at its end. */
export const webUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address.' })
  .transform((url) => url.replace(/\/+$/, ''));

/** The same for an address to which paths are appended. */
export const baseUrl = webUrl.refine((url) => !/[?#]/.test(url), { error: 'must not have a query or a fragment.' });

/** The key of a service, without what is copied along with it by mistake: spaces, line breaks, quotes, `Bearer`. */
export const serviceKey = z
  .string()
  .transform((text) =>
    text
      .replace(/[\s\u200b-\u200d\u2060\ufeff]+/g, ' ')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
      .trim()
      .replace(/^Bearer /i, ''),
  )
  .refine((key) => /^[!-~]+$/.test(key) && !/["']/.test(key), {
    error: 'must be a key: printable ASCII characters without spaces or quotes.',
  });

/** An entry of the list of allowed origins. */
export const origin = z.string().refine(isListable, {
  error:
    'must list origins such as https://shop.example:8443, https://*.shop.example or capacitor://localhost, in lower case and without a path, separated by commas.',
});

/** Values separated by commas. */
export function list<T extends z.ZodType<string, string>>(member: T): z.ZodPipe<z.ZodTransform<string[], string>, z.ZodArray<T>> {
  return z.pipe(
    z.transform((text: string) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
    z.array(member),
  );
}
