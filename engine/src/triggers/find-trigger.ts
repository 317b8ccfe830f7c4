import { Fault, type FlowDocument, type FlowNode, type Trigger, z } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';

/** A trigger of a published flow, with its configuration read. */
export interface LiveTrigger {
  readonly node: FlowNode;
  readonly type: Trigger;
  readonly config: z.output<z.ZodObject>;
}

/** The triggers of a version, in the order of the document. */
export function listLiveTriggers(document: FlowDocument, catalog: Catalog): readonly LiveTrigger[] {
  return document.nodes.flatMap((node) => {
    const type = catalog.find(node.type);
    if (type?.kind !== 'trigger') return [];
    const config = type.config.safeParse(node.config ?? {});
    return config.success ? [{ node, type, config: config.data }] : [];
  });
}

const readBefore = new WeakMap<FlowDocument, ReadonlyMap<string, LiveTrigger>>();

/** A version's document never changes, so its triggers are read once. */
export function findLiveTrigger(document: FlowDocument, catalog: Catalog, nodeId: string): LiveTrigger | undefined {
  const known = readBefore.get(document);
  const triggers = known ?? new Map(listLiveTriggers(document, catalog).map((each) => [each.node.id, each]));
  if (known === undefined) readBefore.set(document, triggers);
  return triggers.get(nodeId);
}

const fileConfig = z.object({ accept: z.array(z.string()) });

/** Endings that a file trigger takes, with the dot. */
export function acceptedEndings({ config }: LiveTrigger): readonly string[] {
  return fileConfig.parse(config).accept;
}

export function refuseEnding(name: string, endings: readonly string[]): Fault {
  const message = `"${name}" is not accepted here: a file name ends in ${endings.join(' or ')}.`;
  return new Fault('invalid', 'file.not-accepted', message, { details: { endings } });
}
