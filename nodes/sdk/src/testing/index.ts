export { type FakeHttp, fakeHttp } from './fake-http.ts';
export { type ActionTrial, memoryRecords, runAction } from './run-action.ts';
