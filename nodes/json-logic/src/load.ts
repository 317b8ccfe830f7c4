import type { RuleProblem } from './codegen/write-rule.ts';
import type { RuleFailure } from './runtime/failure.ts';
import { runtimeScript } from './runtime-script.ts';

/** A rule made ready. Throws `RuleFailure`. */
export type RuleProgram = (data: unknown) => unknown;

/** What the script of the runtime gives. */
export interface LoadedRuntime {
  /** Ties a compiled rule, the value of its code, to the runtime. */
  link(program: (runtime: object) => RuleProgram): RuleProgram;
  /** The compiler, as code alone: what has no file system needs no hash. */
  writeRule(rule: unknown): string;
  readonly RuleProblem: typeof RuleProblem;
  readonly RuleFailure: typeof RuleFailure;
}

export interface Loaded extends LoadedRuntime {
  /** Makes the code of a compiled rule ready to run. */
  load(code: string): RuleProgram;
}

/**
 * The one place where text becomes code. The product does the same inside an isolate; outside of one it is for tests
 * and measurements.
 */
function toCode(text: string): unknown {
  return new Function(`return ${text}`)();
}

/** The runtime in this realm. */
export function loadRuntime(): Loaded {
  const runtime = toCode(runtimeScript()) as LoadedRuntime;
  return { ...runtime, load: (code) => runtime.link(toCode(code) as Parameters<LoadedRuntime['link']>[0]) };
}
