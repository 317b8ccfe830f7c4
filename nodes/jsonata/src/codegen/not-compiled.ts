/** Thrown for what only the interpreter can do. The message completes the sentence of why. */
export class NotCompiled extends Error {
  readonly position: number | undefined;

  constructor(message: string, position?: number) {
    super(message);
    this.position = position;
  }
}
