import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { connectionApi } from '../api/connection-api.ts';
import { flowApi } from '../api/flow-api.ts';
import { keys } from '../api/query-keys.ts';
import type { Catalog, Connection, Flow } from '../api/wire.ts';
import { toDescriptors } from '../describe/node-look.ts';
import { Loaded } from '../parts/feedback/loaded.tsx';
import { usePageTitle } from '../parts/use-page-title.ts';
import { useMay } from '../shell/use-me.ts';
import { EditorPage } from './editor-page.tsx';
import { createEditor } from './editor-store.ts';
import { useChecking } from './use-checking.ts';
import { WorkplaceContext } from './use-editor.ts';
import { useSaving } from './use-saving.ts';

interface Opened {
  readonly flow: Flow;
  readonly catalog: Catalog;
  readonly connections: readonly Connection[];
}

async function openFlow(id: string): Promise<Opened> {
  const [flow, catalog, connections] = await Promise.all([
    flowApi.get(id),
    connectionApi.catalog(),
    connectionApi.list(),
  ]);
  return { flow, catalog, connections: connections.items };
}

function Opened({ flow, catalog, connections }: Opened) {
  const mayEdit = useMay('builder');
  const [editor] = useState(() => createEditor(flow, mayEdit, Date.now));
  const saver = useSaving(editor);
  useChecking(editor);
  usePageTitle(flow.name);
  const workplace = useMemo(
    () => ({ editor, catalog, descriptors: toDescriptors(catalog), connections, saveNow: () => saver.save() }),
    [editor, catalog, connections, saver],
  );
  return (
    <WorkplaceContext value={workplace}>
      <EditorPage saver={saver} />
    </WorkplaceContext>
  );
}

export function FlowPage() {
  const { id = '' } = useParams();
  // Read once: from here on the draft on the screen is the truth, and saving notices what others did.
  const opened = useQuery({
    queryKey: keys.flow(id),
    queryFn: () => openFlow(id),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <Loaded query={opened}>{(data) => <Opened key={id} {...data} />}</Loaded>;
}
