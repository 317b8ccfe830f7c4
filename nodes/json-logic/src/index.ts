export { RuleProblem } from './codegen/write-rule.ts';
export { type Compiled, compile } from './compile.ts';
export { type Loaded, type LoadedRuntime, loadRuntime, type RuleProgram } from './load.ts';
export type { RuleError, RuleFailure } from './runtime/failure.ts';
export { runtimeScript } from './runtime-script.ts';
