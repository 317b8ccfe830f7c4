import { Foundations1700000000001 } from './0001-foundations.ts';
import { Journal1700000000002 } from './0002-journal.ts';
import { CompiledPrograms1700000000003 } from './0003-compiled-programs.ts';
import { Waits1700000000004 } from './0004-waits.ts';
import { TestCases1700000000005 } from './0005-test-cases.ts';
import { Consents1700000000006 } from './0006-consents.ts';
import { Starting1700000000007 } from './0007-starting.ts';
import { PlatformEvents1700000000008 } from './0008-platform-events.ts';

/** In the order in which they run. A merged migration is never edited. */
export const migrations = [
  Foundations1700000000001,
  Journal1700000000002,
  CompiledPrograms1700000000003,
  Waits1700000000004,
  TestCases1700000000005,
  Consents1700000000006,
  Starting1700000000007,
  PlatformEvents1700000000008,
];
