/** Where the relay is, and how a page says who it is. */
export interface RelayAddress {
  /** http or https; the routes are appended to its path. */
  readonly url: string;
  /** The bearer token, asked for anew on every connection. */
  token?(): string | undefined | Promise<string | undefined>;
}
