import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { second, TriggerHouse } from '../../../../test/support/houses/trigger-house.ts';
import { InboxWatcher } from './inbox-watcher.ts';

const house = new TriggerHouse();

test('a file in the folder of a flow starts a run once it is whole, then moves on', async () => {
  const flow = await house.publish({ id: 'drop', type: 'core.file-drop@1' });
  const watcher = new InboxWatcher({ ...house.parts(), folder: join(house.folder, 'inbox'), database: house.database });
  const place = join(house.folder, 'inbox', house.slug, flow.id);
  const scan = async (passedMs: number) => {
    house.now += passedMs;
    await watcher.scan(house.stop);
  };

  await scan(0);
  await writeFile(join(place, 'hours.xlsx'), 'PK-half');
  await writeFile(join(place, 'notes.pdf'), '%PDF');
  await writeFile(join(place, 'empty.xlsx'), '');
  await writeFile(join(place, '~$hours.xlsx'), 'lock');
  await writeFile(join(house.folder, 'outside.xlsx'), 'PK-outside');
  await symlink(join(house.folder, 'outside.xlsx'), join(place, 'link.xlsx'));
  await scan(second);
  await writeFile(join(place, 'hours.xlsx'), 'PK-whole');
  await scan(second);
  await scan(second);
  expect(await house.payloads()).toEqual([]);
  expect((await readdir(join(place, 'refused'))).sort()).toEqual([
    'empty.xlsx',
    'empty.xlsx.txt',
    'notes.pdf',
    'notes.pdf.txt',
  ]);
  await scan(second);

  expect(await house.payloads()).toMatchObject([{ name: 'hours.xlsx', sizeBytes: 8 }]);
  expect(await readdir(join(place, 'accepted'))).toEqual(['hours.xlsx']);
  expect((await readdir(place)).sort()).toEqual(['accepted', 'link.xlsx', 'refused', '~$hours.xlsx']);
  expect(await readFile(join(place, 'refused', 'notes.pdf.txt'), 'utf8')).toContain('.xlsx');

  await writeFile(join(place, 'hours.xlsx'), 'PK-whole');
  for (let turn = 0; turn < 4; turn++) await scan(second);
  expect(await house.payloads()).toHaveLength(1);
  expect(await readdir(join(place, 'accepted'))).toHaveLength(2);
  expect(existsSync(join(place, 'hours.xlsx'))).toBe(false);
});

test('a folder that cannot be used is in the log, and the other folders are looked at', async () => {
  const flows = [
    await house.publish({ id: 'drop', type: 'core.file-drop@1' }),
    await house.publish({ id: 'drop', type: 'core.file-drop@1' }),
  ];
  const [broken, good] = flows.map(({ id }) => id).sort();
  const inbox = join(house.folder, 'inbox');
  const watcher = new InboxWatcher({ ...house.parts(), folder: inbox, database: house.database });
  await mkdir(join(inbox, house.slug, good ?? ''), { recursive: true });
  await writeFile(join(inbox, house.slug, broken ?? ''), 'a file where the folder should be');
  await writeFile(join(inbox, house.slug, good ?? '', 'hours.xlsx'), 'PK-whole');

  for (let turn = 0; turn < 4; turn++) {
    house.now += second;
    await watcher.scan(house.stop);
  }

  expect(await house.payloads()).toMatchObject([{ name: 'hours.xlsx' }]);
});
