import * as calculations from './codegen/calculations.ts';
import * as choices from './codegen/choices.ts';
import * as comparisons from './codegen/comparisons.ts';
import * as given from './codegen/given.ts';
import * as loops from './codegen/loops.ts';
import * as operators from './codegen/operators.ts';
import * as place from './codegen/place.ts';
import * as reading from './codegen/reading.ts';
import * as ruleWriter from './codegen/rule-writer.ts';
import * as writeRule from './codegen/write-rule.ts';
import * as arithmetic from './runtime/arithmetic.ts';
import * as comparing from './runtime/comparing.ts';
import * as failure from './runtime/failure.ts';
import * as fields from './runtime/fields.ts';
import * as values from './runtime/values.ts';

const runtime = [arithmetic, comparing, failure, fields, values].flatMap((file) => Object.entries<unknown>(file));
const writing = [calculations, choices, comparisons, given, loops, operators, place, reading, ruleWriter, writeRule];

/** These functions cross as text, call each other by name, and see nothing else. */
const parts = [...runtime, ...writing.flatMap((file) => Object.entries<unknown>(file))];

/**
 * The script that fills an isolate: an expression whose value is a `LoadedRuntime`, the runtime of compiled rules and
 * the compiler itself.
 */
export function runtimeScript(): string {
  return `(function () {
'use strict';
${parts.map(([, part]) => String(part)).join('\n')}
const runtime = { ${runtime.map(([name]) => name).join(', ')} };
return { writeRule, RuleProblem, RuleFailure, link: (program) => program(runtime) };
})()`;
}
