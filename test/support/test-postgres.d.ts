export declare function startTestPostgres(): Promise<void>;
export declare function stopTestPostgres(): Promise<void>;
export interface TestDatabase {
    readonly url: string;
    drop(): Promise<void>;
}
/** A migrated database of the caller's own. */
export declare function createTestDatabase(): Promise<TestDatabase>;
