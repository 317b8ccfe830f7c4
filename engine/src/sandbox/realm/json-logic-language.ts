import type { LoadedRuntime, RuleFailure } from '@invoicepatch/json-logic';
import type { Language } from './language.ts';

/** The rules' language: compiled where it runs, so that no rule costs the engine more than its text. */
export function createJsonLogicLanguage(runtime: LoadedRuntime): Language {
  const codes: Readonly<Record<string, string>> = { NaN: 'rule-number', 'Invalid Arguments': 'rule-arguments' };

  function parse(source: string): unknown {
    try {
      return JSON.parse(source);
    } catch {
      throw { sandbox: { kind: 'syntax', code: 'not-json' } };
    }
  }

  function write(source: string): string {
    try {
      return runtime.writeRule(parse(source));
    } catch (thrown) {
      if (!(thrown instanceof runtime.RuleProblem)) throw thrown;
      if (thrown.code === 'too-deep') throw { sandbox: { kind: 'too-deep', code: 'rule-depth' } };
      const said = thrown.operator.slice(0, 60);
      throw { sandbox: { kind: 'syntax', code: 'unknown-operator', token: thrown.place, said } };
    }
  }

  function toFailure({ error, place }: RuleFailure): object {
    const code = typeof error.type === 'string' ? codes[error.type] : undefined;
    // Words that the rule's author gave an error; anything else that was thrown is data.
    const said = typeof error.type === 'string' ? error.type.slice(0, 300) : undefined;
    return { sandbox: { kind: 'failed', code: code ?? 'rule-thrown', token: place, said } };
  }

  return {
    prepare(source) {
      const program = runtime.link(new Function(`return ${write(source)}`)());
      return {
        sparesInput: true,
        run(input) {
          try {
            return program(input);
          } catch (thrown) {
            throw thrown instanceof runtime.RuleFailure ? toFailure(thrown) : thrown;
          }
        },
      };
    },
    inspect(source) {
      write(source);
      return { ok: true, variables: [], nodes: [] };
    },
  };
}
