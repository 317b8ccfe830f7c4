import { Button, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../../api/flow-api.ts';
import { keys } from '../../api/query-keys.ts';
import { Loaded } from '../../parts/feedback/loaded.tsx';
import { tell, tellFault } from '../../parts/feedback/tell.ts';
import { TimeText } from '../../parts/time-text.tsx';
import classes from '../editor.module.css';
import { useEditor, useWorkplace } from '../use-editor.ts';
import lists from './dialogs.module.css';

/** What was published, when and by whom; an old version can become the draft again. */
export function VersionsDialog() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const { id } = useEditor((state) => state.flow);
  const mayEdit = useEditor((state) => state.mayEdit);
  const versions = useQuery({ queryKey: keys.versions(id), queryFn: () => flowApi.versions(id), staleTime: 0 });
  const close = () => editor.open(undefined);
  const restore = async (version: number) => {
    try {
      const { document } = await flowApi.version(id, version);
      editor.edit(`restore ${version}`, () => document);
      tell(t('designer.restored', { version }));
      close();
    } catch (thrown) {
      tellFault(thrown, t);
    }
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('designer.versions')}
      size={520}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Loaded query={versions}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>{t('designer.noVersions')}</Text>
          ) : (
            <ul className={lists.versions}>
              {items.map(({ version, publishedAt, publishedBy }) => (
                <li key={version}>
                  <b>v{version}</b>
                  <span className={classes.quiet}>
                    <TimeText iso={publishedAt} /> {publishedBy !== null && `· ${publishedBy.name}`}
                  </span>
                  {mayEdit && (
                    <Button size="compact-sm" variant="default" onClick={() => restore(version)}>
                      {t('designer.restore')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Modal>
  );
}
