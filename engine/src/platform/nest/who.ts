import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Caller, findCaller } from './caller.ts';

function callerOf(context: ExecutionContext): Caller {
  const caller = findCaller(context.switchToHttp().getRequest<object>());
  if (caller === undefined) throw new Error('An open route asks who is calling.');
  return caller;
}

const principal = createParamDecorator((_data: unknown, context: ExecutionContext) => callerOf(context).principal);
const token = createParamDecorator((_data: unknown, context: ExecutionContext) => callerOf(context).credential.token);

/** The caller, as a parameter of a route that is not open. */
export function Who(): ParameterDecorator {
  return principal();
}

/** The token that the caller came with: for log-out and for changing the tenant, which end that very session. */
export function CallerToken(): ParameterDecorator {
  return token();
}
