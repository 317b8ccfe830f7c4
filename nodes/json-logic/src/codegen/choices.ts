import { type Operator, refuse, truthOf } from './given.ts';
import { type Place, under } from './place.ts';
import type { RuleWriter, Value } from './rule-writer.ts';

/** `if`: pairs of condition and value, then what holds otherwise. Only what is needed is computed. */
export function generateIf(rule: unknown, place: Place, writer: RuleWriter): Value {
  if (!Array.isArray(rule)) return refuse(place, writer);
  const result = writer.variable('null');
  const end = writer.fresh('end');
  const code = writer.capture(() => {
    for (let at = 0; at + 1 < rule.length; at += 2) {
      const condition = truthOf(writer.generate(rule[at], under(place, at)), writer);
      const then = writer.capture(() => {
        writer.line(`${result} = ${writer.generate(rule[at + 1], under(place, at + 1)).js};`);
      });
      writer.line(`if (${condition}) {\n${then}\nbreak ${end};\n}`);
    }
    const last = rule.length - 1;
    if (last % 2 === 0) writer.line(`${result} = ${writer.generate(rule[last], under(place, last)).js};`);
  });
  writer.line(`${end}: {\n${code}\n}`);
  return { js: result, kind: 'any' };
}

interface Search {
  readonly empty: string;
  /** Code of whether to stop at a value. */
  readonly stopsAt: (value: Value, writer: RuleWriter) => string;
}

/** Takes the first value that it stops at, or the last. */
export function firstThat({ empty, stopsAt }: Search): Operator {
  return (rule, place, writer) => {
    if (!Array.isArray(rule)) return refuse(place, writer);
    const result = writer.variable(empty);
    const end = writer.fresh('end');
    const code = writer.capture(() => {
      for (const [at, each] of rule.entries()) {
        const value = writer.generate(each, under(place, at));
        writer.line(`${result} = ${value.js};`);
        if (at < rule.length - 1) writer.line(`if (${stopsAt({ ...value, js: result }, writer)}) break ${end};`);
      }
    });
    writer.line(`${end}: {\n${code}\n}`);
    return { js: result, kind: 'any' };
  };
}

/** `try`: each next branch sees the error of the one before it as its data. */
export function generateTry(rule: unknown, place: Place, writer: RuleWriter): Value {
  const branches: readonly unknown[] = Array.isArray(rule) ? rule : [rule];
  const result = writer.variable('null');
  const attempt = (at: number, here: Place): void => {
    const branch = () => writer.line(`${result} = ${writer.generate(branches[at], under(here, at)).js};`);
    if (at + 1 >= branches.length) {
      branch();
      return;
    }
    const thrown = writer.fresh('e');
    const caught = writer.fresh('c');
    const code = writer.capture(branch);
    const next = writer.capture(() => {
      writer.line(`const ${caught} = ${writer.call('caughtError', thrown)};`);
      attempt(at + 1, { ...place, levels: [{ whole: caught }, { whole: 'null' }, ...place.levels] });
    });
    writer.line(`try {\n${code}\n} catch (${thrown}) {\n${next}\n}`);
  };
  attempt(0, place);
  return { js: result, kind: 'any' };
}
