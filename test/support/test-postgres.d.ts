export declare function databaseUrl(server: string, name: string): string;
export declare function administer(server: string, text: string): Promise<void>;
export interface TestDatabase {
    readonly url: string;
    drop(): Promise<void>;
}
/** A migrated database of the caller's own. */
export declare function createTestDatabase(): Promise<TestDatabase>;
