import { type Operator, refuse, truthOf } from './given.ts';
import { inside, type Level, type Place, quoted, under } from './place.ts';
import type { RuleWriter, Value } from './rule-writer.ts';

/** Names of the code of one loop. */
interface Turn {
  readonly list: string;
  readonly item: string;
  readonly index: string;
}

export function turnLevel({ list, index }: Turn): Level {
  return { whole: `({ index: ${index}, iterator: ${list} })`, fields: { index, iterator: list } };
}

/** Writes a loop over a list; `body` writes what is done with each item. */
export function writeLoop(list: string, writer: RuleWriter, body: (turn: Turn) => void): void {
  const turn = { list, item: writer.fresh('item'), index: writer.fresh('i') };
  const code = writer.capture(() => body(turn));
  const { item, index } = turn;
  writer.line(
    `for (let ${index} = 0; ${index} < ${list}.length; ${index} += 1) {\nconst ${item} = ${list}[${index}];\n${code}\n}`,
  );
}

/** The rule of a loop, for one item. */
export function eachItem(rule: unknown, turn: Turn, { place, writer }: { place: Place; writer: RuleWriter }): Value {
  return writer.generate(rule, inside(under(place, 1), [{ whole: turn.item }, turnLevel(turn)]));
}

export function isNothing(rule: unknown): boolean {
  return rule === null || rule === undefined;
}

type Collect = (found: Value, item: string, target: string) => string;

/** What is no list counts as an empty one, but nothing at all in the rule's own text is a mistake. */
export function collectItems(rule: unknown, at: { place: Place; writer: RuleWriter }, collect: Collect): Value {
  const { place, writer } = at;
  if (!Array.isArray(rule) || isNothing(rule[0]) || isNothing(rule[1])) return refuse(place, writer);
  const list = writer.keep(writer.generate(rule[0], under(place, 0)).js).js;
  const target = writer.keep('[]', 'list');
  const code = writer.capture(() =>
    writeLoop(list, writer, (turn) => {
      writer.line(collect(eachItem(rule[1], turn, at), turn.item, target.js));
    }),
  );
  writer.line(`if (Array.isArray(${list})) {\n${code}\n}`);
  return target;
}

export function generateMap(rule: unknown, place: Place, writer: RuleWriter): Value {
  return collectItems(rule, { place, writer }, (found, _item, target) => `${target}.push(${found.js});`);
}

export function generateFilter(rule: unknown, place: Place, writer: RuleWriter): Value {
  const collect: Collect = (found, item, target) => `if (${truthOf(found, writer)}) ${target}.push(${item});`;
  return collectItems(rule, { place, writer }, collect);
}

interface Question {
  /** What an item must be for the answer to be settled. */
  readonly settles: 'true' | 'false';
  readonly settled: 'true' | 'false';
}

/** `all`, `some` and `none`: what is no list is a mistake, since no answer about it would be true. */
export function asking({ settles, settled }: Question): Operator {
  return (rule, place, writer) => {
    if (!Array.isArray(rule) || isNothing(rule[0])) return refuse(place, writer);
    const list = writer.keep(writer.generate(rule[0], under(place, 0)).js).js;
    writer.line(`if (!Array.isArray(${list})) ${writer.call('failArguments', quoted(place))};`);
    const otherwise = settled === 'true' ? 'false' : 'true';
    // Of no items nothing is said, so not all of them are anything.
    const start = settles === 'false' ? `${list}.length > 0` : otherwise;
    const result = writer.variable(start);
    writeLoop(list, writer, (turn) => {
      const truth = truthOf(eachItem(rule[1], turn, { place, writer }), writer);
      const condition = settles === 'true' ? truth : `!${truth}`;
      writer.line(`if (${condition}) {\n${result} = ${settled};\nbreak;\n}`);
    });
    return { js: result, kind: 'boolean' };
  };
}

/** Without a value to begin with, the first item is that value. */
export function generateReduce(rule: unknown, place: Place, writer: RuleWriter): Value {
  if (!Array.isArray(rule)) return refuse(place, writer);
  const list = writer.keep(writer.generate(rule[0], under(place, 0)).js).js;
  const hasStart = rule.length > 2;
  const start = hasStart ? writer.generate(rule[2], under(place, 2)).js : 'null';
  const result = writer.variable(start);
  const code = writer.capture(() =>
    writeLoop(list, writer, (turn) => {
      const fields = { accumulator: result, current: turn.item };
      const whole = `({ accumulator: ${result}, current: ${turn.item} })`;
      const found = writer.capture(() => {
        const here = inside(under(place, 1), [{ whole, fields }, turnLevel(turn)]);
        writer.line(`${result} = ${writer.generate(rule[1], here).js};`);
      });
      writer.line(hasStart ? found : `if (${turn.index} === 0) {\n${result} = ${turn.item};\ncontinue;\n}\n${found}`);
    }),
  );
  writer.line(`if (Array.isArray(${list})) {\n${code}\n}`);
  return { js: result, kind: 'any' };
}
