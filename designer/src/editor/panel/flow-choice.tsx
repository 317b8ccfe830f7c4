import { Anchor, Button, Input } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { flowApi } from '../../api/flow-api.ts';
import { keys } from '../../api/query-keys.ts';
import { FlowStateMark } from '../../flows/flow-state-mark.tsx';
import type { FlowSlot } from '../../form/code-slot.ts';
import { PickDialog } from '../../parts/pick-dialog.tsx';
import { PickList } from '../../parts/pick-list.tsx';
import { useEditor } from '../use-editor.ts';

/** The flows of the company but this one, last changed first. */
function useOtherFlows() {
  const own = useEditor((state) => state.flow.id);
  const flows = useQuery({ queryKey: [...keys.flows, 'choice'], queryFn: () => flowApi.listAll() });
  return (flows.data ?? []).filter((flow) => flow.id !== own);
}

/** Which flow a step runs: chosen by its name. */
export function FlowChoice({ label, value, fault, onChange }: FlowSlot) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  const disabled = !useEditor((state) => state.mayEdit);
  const flows = useOtherFlows();
  const chosen = typeof value === 'string' ? value : '';
  const name = flows.find((flow) => flow.id === chosen)?.name ?? chosen;
  return (
    <Input.Wrapper label={label} labelElement="div" labelProps={{ id }} error={fault}>
      <Button
        fullWidth
        variant="default"
        justify="space-between"
        disabled={disabled}
        aria-label={`${label}: ${name === '' ? t('designer.chooseFlow') : name}`}
        rightSection={<IconChevronDown size={16} stroke={1.5} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {name === '' ? t('designer.chooseFlow') : name}
      </Button>
      {chosen !== '' && (
        <Anchor component={Link} to={`/flows/${chosen}`} size="sm" lh="24px" display="inline-block">
          {t('designer.openFlow')}
        </Anchor>
      )}
      {open && (
        <PickDialog label={t('designer.chooseFlow')} onClose={() => setOpen(false)}>
          <PickList
            items={flows}
            toText={(flow) => flow.name}
            render={(flow) => (
              <>
                <span style={{ flex: 1 }}>{flow.name}</span> <FlowStateMark flow={flow} />
              </>
            )}
            onPick={(flow) => {
              onChange(flow.id);
              setOpen(false);
            }}
            placeholder={t('designer.findFlow')}
            none={t('designer.noFlowFound')}
          />
        </PickDialog>
      )}
    </Input.Wrapper>
  );
}
