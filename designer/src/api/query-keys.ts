/** Names of what is remembered from the engine, in one place so that a change knows what it makes old. */
export const keys = {
  me: ['me'],
  catalog: ['catalog'],
  flows: ['flows'],
  flow: (id: string) => ['flow', id],
  versions: (id: string) => ['flow', id, 'versions'],
  runs: ['runs'],
  run: (id: string) => ['run', id],
  step: (id: string, step: string, seen: string) => ['run', id, 'step', step, seen],
  connections: ['connections'],
  templates: ['templates'],
  template: (slug: string) => ['templates', slug],
} as const;
