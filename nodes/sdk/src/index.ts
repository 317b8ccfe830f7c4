export { z } from 'zod';
export { type Action, type ActionContext, defineAction, type Effect } from './action.ts';
export {
  type Auth,
  type AuthEnvironment,
  type AuthPlace,
  type AuthUrls,
  type Consent,
  defineAuth,
  type FoundAccount,
  type Signing,
} from './auth.ts';
export { type Connector, defineConnector } from './connector.ts';
export {
  type Answer,
  type Choice,
  type Control,
  type ControlContext,
  defineControl,
  type Poll,
  type Returned,
  type Verdict,
} from './control.ts';
export { describeNode, type NodeDescriptor } from './descriptor.ts';
export {
  defineEvaluation,
  defineLoop,
  type Evaluation,
  type Loop,
  type LoopPolicy,
  type Program,
} from './evaluation.ts';
export {
  Fault,
  type FaultKind,
  type FaultOptions,
  type FaultRecord,
  fromFaultRecord,
  toFault,
  toFaultRecord,
} from './fault.ts';
export {
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowSettings,
  flowDocument,
  flowEdge,
  flowNode,
  nodeId,
  nodeLimit,
  nodeTypeName,
  type OnError,
  type RetryPolicy,
} from './flow-document.ts';
export type { Http, HttpAnswer, HttpCall, HttpOptions } from './http.ts';
export { type Json, json } from './json.ts';
export {
  canBeUndone,
  errorPort,
  listNodePorts,
  listPorts,
  type NodeType,
  toPortFace,
  toTypeName,
  undoPort,
} from './node-type.ts';
export type { Records } from './records.ts';
export type { Simulator, SimulatorAnswer, SimulatorHost, SimulatorRequest, SimulatorStore } from './simulator.ts';
export { type Template, type TemplateManifest, template, templateManifest } from './template.ts';
export {
  type Delivery,
  defineNativeTrigger,
  definePollTrigger,
  defineWebhookTrigger,
  type NativeTrigger,
  type PollContext,
  type PollResult,
  type PollTrigger,
  type Trigger,
  type WebhookTrigger,
} from './trigger.ts';
export { Untrusted } from './untrusted.ts';
export type { Wording } from './wording.ts';
export {
  type WorkbookColumn,
  type WorkbookProblem,
  type WorkbookReader,
  type WorkbookRequest,
  type WorkbookRows,
  workbookColumn,
} from './workbook.ts';
