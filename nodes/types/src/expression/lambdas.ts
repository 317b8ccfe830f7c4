import { builtinNames, type Node, need } from '@invoicepatch/jsonata/syntax';
import { placeArguments } from '../functions/arguments.ts';
import { sequenceFunctions } from '../functions/built-ins.ts';
import { parseSignature } from '../functions/signature.ts';
import { anything, type CallSite, type FunctionPart, isNever, missing, type Type } from '../type/type.ts';
import type { At } from './at.ts';
import type { Inference } from './inference.ts';
import { Scope } from './scope.ts';

function parametersOf(node: Node): readonly string[] {
  return (node.arguments ?? []).map((each) => String(each.value));
}

/** A tail call stands in a function of its own that nobody sees. */
export function bodyOf(node: Node): Node {
  const body = need(node.body);
  return body.type === 'lambda' && body.thunk === true ? bodyOf(body) : body;
}

function callBody(
  node: Node,
  at: At,
  { args, site, inference }: { args: readonly Type[]; site: CallSite; inference: Inference },
) {
  if (inference.isWornOut) return anything;
  const names = parametersOf(node);
  const scope = new Scope(at.scope, Object.fromEntries(names.map((name, index) => [name, args[index] ?? missing])));
  const place = { ...at, scope, sure: site.sure, straight: true, probing: false };
  return inference.within(() => inference.infer(bodyOf(node), place));
}

/** Signatures of people's own functions are held to as those of the built-in ones are. */
function checked(node: Node, args: readonly Type[], site: CallSite): readonly Type[] | undefined {
  const definition = node.signature?.definition;
  return definition === undefined ? args : placeArguments({ parameters: parseSignature(definition), args, site });
}

/** Whether a function may end in a call whose sequence nobody unwraps. */
function endsRaw(body: Node | undefined): boolean {
  if (body === undefined) return false;
  if (body.type === 'condition') return endsRaw(body.then) || endsRaw(body.else);
  if (body.type === 'block') return endsRaw(body.expressions?.at(-1));
  if (body.type !== 'lambda' || body.thunk !== true) return false;
  const { procedure } = need(body.body);
  const name = procedure?.type === 'variable' ? String(procedure.value) : '';
  return !builtinNames.has(name) || sequenceFunctions.has(name);
}

export function inferLambda(node: Node, at: At, inference: Inference): Type {
  if (node.thunk === true) return inference.infer(need(node.body), at);
  const names = parametersOf(node).map((name) => `$${name}`);
  const open = parametersOf(node).map(() => anything);
  let called = false;
  const part: FunctionPart = {
    id: `lambda ${inference.nextId()}`,
    arity: names.length,
    raw: endsRaw(node.body),
    signature: `function(${names.join(', ')})`,
    call: (args, site) => {
      called = true;
      const placed = checked(node, args, site);
      return placed === undefined ? {} : callBody(node, at, { args: placed, site, inference });
    },
  };
  inference.later(() => {
    const site: CallSite = { sure: false, context: at.input, report: () => undefined };
    if (!called) callBody(node, at, { args: open, site, inference });
  });
  return { functions: [part] };
}

function isHole(node: Node): boolean {
  return node.type === 'operator' && node.value === '?';
}

/** `$f(?, 2)`: a function of what is left open. */
export function inferPartial(node: Node, at: At, inference: Inference): Type {
  const given = (node.arguments ?? []).map((each) =>
    isHole(each) ? undefined : inference.infer(each, { ...at, probing: false }),
  );
  const callee = inference.infer(need(node.procedure), { ...at, probing: false });
  if (callee.functions === undefined || isNever(callee)) return { ...anything };
  const holes = given.filter((each) => each === undefined).length;
  const parts = callee.functions.map(
    (part): FunctionPart => ({
      id: `${part.id} of ${inference.nextId()}`,
      arity: holes,
      raw: true,
      signature: `function(${Array.from({ length: holes }, () => '?').join(', ')})`,
      // A built-in function that is applied in part is not held to its signature: what it then does is not known.
      call: (args, site) => {
        const rest = [...args];
        const all = given.map((each) => each ?? rest.shift() ?? missing);
        return part.id.startsWith('lambda') ? part.call(all, site) : anything;
      },
    }),
  );
  return { functions: parts };
}
