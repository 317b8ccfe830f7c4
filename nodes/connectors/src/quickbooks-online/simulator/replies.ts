import type { Json, SimulatorAnswer } from '@invoicepatch/sdk';

export type JsonObject = { readonly [key: string]: Json };

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface SimulatedError {
  readonly message: string;
  readonly detail: string;
  readonly code: string;
  readonly element?: string;
}

/** A refusal on its way to the edge of the simulator, where it becomes QuickBooks' fault body. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly error: SimulatedError;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    error: SimulatedError,
    {
      status = 400,
      type = 'ValidationFault',
      headers = {},
    }: { status?: number; type?: string; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(error.message);
    this.status = status;
    this.type = type;
    this.error = error;
    this.headers = headers;
  }
}

export function toFaultBody(refusal: Refusal, time: string): JsonObject {
  const { message, detail, code, element = '' } = refusal.error;
  return { Fault: { Error: [{ Message: message, Detail: detail, code, element }], type: refusal.type }, time };
}

export function toAnswer(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): SimulatorAnswer {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8', ...headers }, body };
}

export function toTime(now: number): string {
  return new Date(now).toISOString();
}

export const unsupported = (operation: string): Refusal =>
  new Refusal({ message: 'Unsupported Operation', detail: `Operation ${operation} is not supported.`, code: '500' });

export const required = (element: string): Refusal =>
  new Refusal({
    message: 'Required param missing, need to supply the required value for the API',
    detail: `Required parameter ${element} is missing in the request`,
    code: '2020',
    element,
  });

export const unknownReference = (what: string, id: string): Refusal =>
  new Refusal({
    message: 'Invalid Reference Id',
    detail: `Invalid Reference Id : ${what} element id ${id} not found`,
    code: '2500',
  });

export const notFound = (): Refusal =>
  new Refusal({
    message: 'Object Not Found',
    detail:
      "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
    code: '610',
  });

export const stale = (): Refusal =>
  new Refusal({
    message: 'Stale Object Error',
    detail:
      'Stale Object Error : You and somebody else were working on this at the same time. They finished before you did, so your work was not saved.',
    code: '5010',
  });

export const duplicateName = (id: string): Refusal =>
  new Refusal({
    message: 'Duplicate Name Exists Error',
    detail: `The name supplied already exists. : Another customer, vendor or employee is already using this name. Please use a different name. Id=${id}`,
    code: '6240',
  });

export const businessRule = (detail: string): Refusal =>
  new Refusal({
    message: 'A business validation error has occurred while processing your request',
    detail: `Business Validation Error: ${detail}`,
    code: '6000',
  });

export const unknownProperty = (place: string): Refusal =>
  new Refusal({
    message: 'Request has invalid or unsupported property',
    detail: `Property Name:${place} specified is unsupported or invalid`,
    code: '2010',
    element: place,
  });

export const badLength = (element: string, limit: number): Refusal =>
  new Refusal({
    message: 'Invalid String. Length of the string is either shorter or longer than supported',
    detail: `String length specified does not match the supported length. Min:0 Max:${limit} supported.`,
    code: '2050',
    element,
  });
