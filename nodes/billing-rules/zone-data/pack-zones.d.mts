/** The text of `zone-table.generated.ts` from the zone data of the installed package. */
export declare function packZones(): string;
