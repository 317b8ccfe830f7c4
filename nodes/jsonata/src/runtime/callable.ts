/** Whatever a program can call. No value of a program is a plain JavaScript function. */
export abstract class Callable {
  /** How the library tells functions from data. */
  readonly _jsonata_lambda = true;
  /** Where it was last called by name, and by which: faults tell. */
  _position: number | undefined = undefined;
  _token: string | undefined = undefined;
}
