import { Fault, type Program, z } from '@invoicepatch/sdk';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import type { Clock } from '../platform/clock/clock.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { CLOCK } from '../platform/nest/tokens.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { SANDBOX, type Sandbox } from './sandbox.ts';

const bindings = z.record(z.string().regex(/^[A-Za-z]\w{0,62}$/), z.unknown()).optional();
const transformBody = z.object({
  expression: z
    .string()
    .min(1, 'There is no expression.')
    .max(200_000, 'An expression has 200,000 characters at most. Split it into several steps.'),
  input: z.unknown(),
  bindings,
});
const codeBody = z.object({
  code: z
    .string()
    .min(1, 'There is no code.')
    .max(100_000, 'A step has 100,000 characters of code at most. Split it into several steps.'),
  input: z.unknown(),
  bindings,
});
const ruleBody = z.object({ logic: z.unknown(), data: z.unknown() });

/** Somebody sits and waits for a preview. */
const previewTimeoutMs = 1_000;

/** Text of a value that came as JSON; a value nested beyond reason has none. */
function toText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (cause) {
    throw new Fault('invalid', 'expression.too-deep', 'The data is nested too deeply. Make it flatter.', { cause });
  }
}

interface Given {
  readonly input: string;
  readonly bindings: Readonly<Record<string, string>>;
}

function toGiven({ input, bindings: named = {} }: Pick<z.output<typeof transformBody>, 'input' | 'bindings'>): Given {
  const texts = Object.entries(named).map(([name, value]) => [name, toText(value)]);
  return { input: toText(input), bindings: Object.fromEntries(texts) };
}

/** What previews use: the same door as runs. */
@Controller('api/v1')
export class EvaluateController {
  readonly #sandbox: Sandbox;
  readonly #clock: Clock;

  constructor(@Inject(SANDBOX) sandbox: Sandbox, @Inject(CLOCK) clock: Clock) {
    this.#sandbox = sandbox;
    this.#clock = clock;
  }

  @Post('transforms/evaluate') @Needs('builder') @HttpCode(200) transform(
    @Who() who: Principal,
    @Body(new ZodPipe(transformBody)) { expression, ...given }: z.output<typeof transformBody>,
  ) {
    return this.#evaluate(who, { language: 'jsonata', source: expression }, toGiven(given));
  }

  @Post('code/evaluate') @Needs('builder') @HttpCode(200) code(
    @Who() who: Principal,
    @Body(new ZodPipe(codeBody)) { code, ...given }: z.output<typeof codeBody>,
  ) {
    return this.#evaluate(who, { language: 'javascript', source: code }, toGiven(given));
  }

  @Post('rules/evaluate') @Needs('builder') @HttpCode(200) rule(
    @Who() who: Principal,
    @Body(new ZodPipe(ruleBody)) { logic, data }: z.output<typeof ruleBody>,
  ) {
    return this.#evaluate(
      who,
      { language: 'json-logic', source: toText(logic) },
      { input: toText(data), bindings: {} },
    );
  }

  async #evaluate({ tenantId }: Principal, program: Program, given: Given) {
    const now = this.#clock.now();
    const text = await this.#sandbox.evaluate({
      tenantId,
      scope: 'preview',
      program,
      ...given,
      now,
      seed: 'preview',
      timeoutMs: previewTimeoutMs,
    });
    const output: unknown = text === undefined ? null : JSON.parse(text);
    return { output };
  }
}
