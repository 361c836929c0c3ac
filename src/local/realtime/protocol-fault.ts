/** Something the client sent cannot be done. Codes and words follow what OpenAI's own server answers. */
export class ProtocolFault extends Error {
  override readonly name = 'ProtocolFault';
  readonly code: string;
  /** The field that is wrong, as a path such as `session.audio.input`. */
  readonly param: string | null;

  constructor(code: string, message: string, param: string | null = null) {
    super(message);
    this.code = code;
    this.param = param;
  }
}
