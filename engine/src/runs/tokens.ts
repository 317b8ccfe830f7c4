export const RUN_STARTER = Symbol('RunStarter');
export const RUN_LISTS = Symbol('RunLists');
export const RUN_DESK = Symbol('RunDesk');
export const RUN_VIEWER = Symbol('RunViewer');
