import { type Connector, Fault, type NodeType, nodeTypeName, toTypeName } from '@invoicepatch/sdk';

function broken(folder: string, problem: string): Fault {
  return new Fault(
    'bug',
    'catalog.bad-connector',
    `The connector in the folder "${folder}" can't be used: ${problem}`,
    {
      details: { folder, problem },
    },
  );
}

function problemOfNode(node: NodeType, connector: Connector): string | undefined {
  const type = toTypeName(node);
  if (!nodeTypeName.safeParse(type).success) return `the node name ${type} is not of the form system.verb-object@1.`;
  if (!node.id.startsWith(`${connector.id}.`)) return `the id of ${type} does not start with "${connector.id}.".`;
  const auth = 'auth' in node ? node.auth : undefined;
  if (auth !== undefined && auth.id !== connector.auth?.id)
    return `${type} asks for the auth "${auth.id}", which is another's.`;
  if (
    node.kind === 'action' &&
    node.effect.kind === 'write' &&
    node.effect.repeat === 'lookup' &&
    node.lookup === undefined
  ) {
    return `${type} settles doubt by lookup and has no lookup.`;
  }
  return undefined;
}

function isConnector(value: unknown): value is Connector {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'nodes' in value &&
    Array.isArray(value.nodes)
  );
}

/** A connector that breaks a rule of the catalog stops the start, with the reason. */
export function parseConnector(folder: string, exported: unknown): Connector {
  if (!isConnector(exported)) throw broken(folder, 'its index has no default export made by defineConnector.');
  if (exported.id !== folder) throw broken(folder, `its id is "${exported.id}"; the id is the folder's name.`);
  if (exported.id === 'core') throw broken(folder, 'the name "core" belongs to the engine.');
  for (const node of exported.nodes) {
    const problem = problemOfNode(node, exported);
    if (problem !== undefined) throw broken(folder, problem);
  }
  return exported;
}

export function refuseDuplicates(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new Fault('bug', 'catalog.duplicate', `Two things in the catalog claim the ${what} name ${twice}.`, {
    details: { what, name: twice },
  });
}
