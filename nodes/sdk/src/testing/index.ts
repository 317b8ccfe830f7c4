export { type FakeHttp, fakeHttp } from './fake-http.ts';
export {
  type Complaint,
  type MemorySimulatorHost,
  memorySimulatorHost,
  type SimulatorLine,
  simulatorHttp,
} from './memory-simulator.ts';
export { type ActionTrial, memoryRecords, runAction } from './run-action.ts';
