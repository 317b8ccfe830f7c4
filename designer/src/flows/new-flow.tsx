import { Button, FileButton, Menu } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CreateFlow } from './use-create-flow.ts';

/** The same three ways to begin, once there are flows. */
export function NewFlow({ create }: { create: CreateFlow }) {
  const { t } = useTranslation();
  return (
    <FileButton accept="application/json,.json" onChange={(file) => file !== null && void create.fromFile(file)}>
      {({ onClick: chooseFile }) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
              rightSection={<IconChevronDown size={14} stroke={1.5} aria-hidden />}
              loading={create.busy}
            >
              {t('flows.new')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component={Link} to="/templates">
              {t('flows.fromTemplate')}
            </Menu.Item>
            <Menu.Item onClick={create.blank}>{t('flows.blank')}</Menu.Item>
            <Menu.Item onClick={chooseFile}>{t('flows.fromFile')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </FileButton>
  );
}
