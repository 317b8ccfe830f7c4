import { Fault, type FlowDocument, type FlowNode, type Json, json, type Template, z } from '@invoicepatch/sdk';
import type { ConnectionFacts } from '../flows/check/check-connection.ts';

export interface Filling {
  /** Connection ids by the name of the placeholder; one that is missing stays open in the draft. */
  readonly connections: Readonly<Record<string, string>>;
  /** Those that are missing keep the template's own value. */
  readonly parameters: Readonly<Record<string, Json>>;
}

interface Mistake {
  readonly path: string;
  readonly message: string;
}

type Parameter = Template['parameters'][number];

const valueTypes: Readonly<Record<Parameter['type'], z.ZodType>> = { text: z.string(), number: z.number(), json };
const typeNames = { text: 'text', number: 'a number', json: 'JSON' } as const;

function mistakesOfConnections(template: Template, { connections }: Filling, facts: ConnectionFacts): Mistake[] {
  const strangers = Object.keys(connections).filter((name) => !Object.hasOwn(template.connections, name));
  const wrong = Object.entries(template.connections).flatMap(([name, { auth }]) => {
    const id = Object.hasOwn(connections, name) ? connections[name] : undefined;
    const path = `connections.${name}`;
    if (id === undefined) return [];
    const found = facts.get(id);
    if (found === undefined) return [{ path, message: 'This company has no connection with this id.' }];
    if (found.auth === auth) return [];
    return [{ path, message: `The connection leads to ${found.auth}; the template needs one to ${auth}.` }];
  });
  const needless = strangers.map((name) => ({
    path: `connections.${name}`,
    message: 'The template asks for no such connection.',
  }));
  return [...wrong, ...needless];
}

function mistakesOfParameters(parameters: readonly Parameter[], { parameters: given }: Filling): Mistake[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const path = `parameters.${name}`;
    const known = parameters.find((parameter) => parameter.name === name);
    if (known === undefined) return [{ path, message: 'The template has no such parameter.' }];
    if (valueTypes[known.type].safeParse(value).success) return [];
    return [{ path, message: `"${known.title.en}" must be ${typeNames[known.type]}.` }];
  });
}

/** A placeholder without a connection is taken away: publishing then asks for one, at its node. */
function connect({ connection, ...node }: FlowNode, connections: Readonly<Record<string, string>>): FlowNode {
  const id = connection !== undefined && Object.hasOwn(connections, connection) ? connections[connection] : undefined;
  return {
    ...node,
    ...(id === undefined ? {} : { connection: id }),
    ...(node.body === undefined
      ? {}
      : { body: { ...node.body, nodes: node.body.nodes.map((inner) => connect(inner, connections)) } }),
  };
}

/** The template's flow with real connections and the importer's parameters; every mistake is told at once. */
export function fillTemplate(template: Template, filling: Filling, facts: ConnectionFacts): FlowDocument {
  const errors = [
    ...mistakesOfConnections(template, filling, facts),
    ...mistakesOfParameters(template.parameters, filling),
  ];
  const [first] = errors;
  if (first !== undefined) {
    const message = `The template can't be imported like this: ${first.message}`;
    throw new Fault('invalid', 'template.bad-filling', message, { details: { errors } });
  }
  const { document } = template;
  return {
    ...document,
    parameters: { ...document.parameters, ...filling.parameters },
    nodes: document.nodes.map((node) => connect(node, filling.connections)),
  };
}
