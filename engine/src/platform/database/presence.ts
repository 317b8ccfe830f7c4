/** Tells every process on this database that this one is alive. */
export interface Presence {
  /**
   * Holds a name until it is let go, or until this process or its connection ends. A connection that broke is made
   * again at once; `onRegained` is then called, because for a moment the others took this process for dead.
   */
  hold(name: string, onRegained: () => void): Promise<Held>;
}

export interface Held {
  letGo(): Promise<void>;
}
