import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../platform/config/config.ts';
import { CONFIG } from '../platform/nest/tokens.ts';
import { EvaluateController } from './evaluate.controller.ts';
import { ProcessSandbox } from './sandbox.process.ts';
import { SANDBOX, type Sandbox } from './sandbox.ts';
import { defaultLimits, type SandboxLimits } from './sandbox-limits.ts';

/** Provide it to run with other limits than the usual ones. */
export const SANDBOX_LIMITS = Symbol('SandboxLimits');

@Module({
  controllers: [EvaluateController],
  providers: [
    {
      provide: SANDBOX,
      useFactory: (config: Partial<Config> | undefined, limits: SandboxLimits | undefined) => {
        const usual = defaultLimits.evaluation;
        const evaluation = { ...usual, timeoutMs: config?.evaluationMs ?? usual.timeoutMs };
        const sandbox = new ProcessSandbox(limits ?? { ...defaultLimits, evaluation });
        sandbox.prewarm();
        return sandbox;
      },
      inject: [
        { token: CONFIG, optional: true },
        { token: SANDBOX_LIMITS, optional: true },
      ],
    },
  ],
  exports: [SANDBOX],
})
export class SandboxModule implements OnApplicationShutdown {
  readonly #sandbox: Sandbox;

  constructor(@Inject(SANDBOX) sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#sandbox.close();
  }
}
