import { Fault, type FaultKind, toFault } from '@invoicepatch/sdk';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Log } from '../log/log.ts';
import { answerProblem } from './problem.ts';

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
  readonly sent: boolean;
}

interface Refusal {
  readonly kind: FaultKind;
  readonly code: string;
  readonly message: string;
}

const refusals: ReadonlyMap<number, Refusal> = new Map<number, Refusal>([
  [
    404,
    {
      kind: 'missing',
      code: 'request.no-such-route',
      message: 'There is nothing at this address; see /api/openapi.json.',
    },
  ],
  [
    405,
    {
      kind: 'missing',
      code: 'request.no-such-route',
      message: 'This address has no such method; see /api/openapi.json.',
    },
  ],
  [
    413,
    {
      kind: 'invalid',
      code: 'request.too-large',
      message: 'The request is larger than the engine takes. Send less at once.',
    },
  ],
  [415, { kind: 'invalid', code: 'request.unsupported-type', message: 'Send this as Content-Type: application/json.' }],
]);

const unreadable: Refusal = {
  kind: 'invalid',
  code: 'request.unreadable',
  message: 'The request could not be read: its body is not valid JSON, or its headers are not in order.',
};

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (typeof thrown !== 'object' || thrown === null || !('statusCode' in thrown)) return undefined;
  return typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
}

/** The framework's own refusals in our words: its texts repeat what the caller sent. */
function toEdgeFault(thrown: unknown): Fault {
  const status = statusOf(thrown);
  if (thrown instanceof Fault || status === undefined || status < 400 || status >= 500) return toFault(thrown);
  const { kind, code, message } = refusals.get(status) ?? unreadable;
  return new Fault(kind, code, message, { cause: thrown });
}

/** Everything that was thrown leaves the engine as a problem. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<{ readonly id: string }>();
    const reply = host.switchToHttp().getResponse<Reply>();
    const fault = toEdgeFault(thrown);
    const requestId = String(request.id);
    if (fault.kind === 'bug') this.#log.error('request.bug', { requestId, cause: fault.cause ?? fault });
    if (reply.sent) return;
    const { status, headers, body } = answerProblem(fault, requestId);
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    reply.status(status).send(body);
  }
}
