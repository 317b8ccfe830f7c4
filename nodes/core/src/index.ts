import type { NodeType } from '@invoicepatch/sdk';
import { httpGet } from './actions/http-get.ts';
import { httpRequest } from './actions/http-request.ts';
import { httpRequestWithKey } from './actions/http-request-with-key.ts';
import { readWorkbook } from './actions/read-workbook.ts';
import { recordResult } from './actions/record-result.ts';
import { code } from './logic/code.ts';
import { forEach } from './logic/for-each.ts';
import { giveBack } from './logic/give-back.ts';
import { respond } from './logic/respond.ts';
import { rule } from './logic/rule.ts';
import { transform } from './logic/transform.ts';
import { called } from './triggers/called.ts';
import { fileDrop } from './triggers/file-drop.ts';
import { manual } from './triggers/manual.ts';
import { platformEvent } from './triggers/platform-event.ts';
import { schedule } from './triggers/schedule.ts';
import { webhook } from './triggers/webhook.ts';
import { approval } from './waits/approval.ts';
import { runFlow } from './waits/run-flow.ts';
import { wait } from './waits/wait.ts';
import { waitForCallback } from './waits/wait-for-callback.ts';

/** The nodes that every flow can use, in the order in which the designer offers them. */
export const coreNodes: readonly NodeType[] = [
  webhook,
  fileDrop,
  schedule,
  manual,
  called,
  platformEvent,
  transform,
  rule,
  code,
  forEach,
  approval,
  wait,
  waitForCallback,
  runFlow,
  giveBack,
  respond,
  readWorkbook,
  recordResult,
  httpGet,
  httpRequest,
  httpRequestWithKey,
];
