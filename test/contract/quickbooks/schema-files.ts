import { readShared } from '../../support/shared-folder.ts';

const names = ['IntuitRestServiceDef.xsd', 'IntuitBaseTypes.xsd', 'IntuitNamesTypes.xsd', 'Finance.xsd', 'Report.xsd'];

export interface SchemaFile {
  readonly fileName: string;
  readonly contents: string;
}

/** Intuit's published schema, the file that includes the others first; nothing when it is not there. */
export function readSchemaFiles(): readonly SchemaFile[] {
  const files = names.flatMap((fileName) => {
    const contents = readShared(`specs/qbo/${fileName}`);
    return contents === undefined ? [] : [{ fileName, contents }];
  });
  return files.length === names.length ? files : [];
}
