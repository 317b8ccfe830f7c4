const edge =
  '\\.(controller|module|test)\\.tsx?$|^engine/src/(main|create-app|first-start)\\.ts$|^engine/src/platform/nest/|^engine/src/[^/]+/tokens\\.ts$';
const features = [
  'identity',
  'catalog',
  'simulators',
  'connections',
  'flows',
  'runs',
  'triggers',
  'templates',
  'billing',
  'demo',
];
const tests = '\\.test\\.tsx?$';

/** A feature imports only the features on its left. */
const leftward = features.slice(0, -1).map((name, at) => ({
  name: `${name}-knows-nothing-to-its-right`,
  severity: 'error',
  from: { path: `^engine/src/${name}/`, pathNot: tests },
  to: { path: `^engine/src/(${features.slice(at + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-is-found', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'sdk-is-the-ground',
      severity: 'error',
      from: { path: '^nodes/sdk/src/' },
      to: { path: '^(engine|designer|migrations|test|nodes/(?!sdk/))' },
    },
    {
      name: 'nodes-see-only-the-sdk',
      severity: 'error',
      from: { path: '^nodes/(?!sdk/)', pathNot: tests },
      to: { path: '^(engine|designer|migrations|test)/' },
    },
    {
      name: 'core-and-connectors-are-apart',
      severity: 'error',
      from: { path: '^nodes/(core|connectors)/', pathNot: tests },
      to: { path: '^nodes/(core|connectors)/', pathNot: '^nodes/$1/' },
    },
    {
      name: 'the-compilers-stand-alone',
      severity: 'error',
      from: { path: '^nodes/(json-logic|jsonata)/src/', pathNot: tests },
      to: { path: '^(nodes|engine|designer|migrations|test)/', pathNot: '^nodes/$1/src/' },
    },
    {
      name: 'billing-rules-are-pure',
      severity: 'error',
      from: { path: '^nodes/billing-rules/src/', pathNot: tests },
      to: { pathNot: '^nodes/(billing-rules/src|sdk)/|node_modules/big\\.js' },
    },
    {
      name: 'one-door-to-evaluating',
      severity: 'error',
      from: {
        path: '^(engine|nodes|migrations|designer)/',
        pathNot: `^engine/src/sandbox/|^nodes/(jsonata|json-logic)/|^nodes/[^/]+/testing/|${tests}`,
      },
      to: { path: 'node_modules/(isolated-vm|json-logic-js|json-logic-engine)/|^(node:)?vm$' },
    },
    {
      name: 'expressions-are-read-by-compilers-and-drawings',
      severity: 'error',
      from: {
        path: '^(engine|nodes|migrations|designer)/',
        pathNot: `^engine/src/sandbox/|^nodes/jsonata/|^nodes/[^/]+/testing/|^designer/|${tests}`,
      },
      to: { path: 'node_modules/jsonata/' },
    },
    {
      name: 'types-know-the-language-only',
      severity: 'error',
      from: { path: '^nodes/types/src/', pathNot: tests },
      to: { path: '^(nodes/(?!(types|jsonata|sdk)/src/)|engine|designer|migrations|test)' },
    },
    {
      name: 'connectors-are-strangers',
      severity: 'error',
      from: { path: '^nodes/connectors/src/([^/]+)/' },
      to: { path: '^nodes/connectors/src/[^/]+/', pathNot: '^nodes/connectors/src/$1/' },
    },
    {
      name: 'designer-and-engine-never-meet',
      severity: 'error',
      from: { path: '^(designer|engine)/' },
      to: { path: '^(designer|engine)/', pathNot: '^$1/' },
    },
    {
      name: 'designer-document-is-pure',
      severity: 'error',
      from: { path: '^designer/src/document/', pathNot: tests },
      to: { pathNot: '^(designer/src/document|nodes/sdk)/' },
    },
    {
      name: 'only-the-canvas-knows-its-library',
      severity: 'error',
      from: { path: '^designer/', pathNot: '^designer/src/canvas/' },
      to: { path: 'node_modules/@xyflow' },
    },
    {
      name: 'execution-is-pure',
      severity: 'error',
      from: { path: '^engine/src/execution/', pathNot: `${tests}|/testing/` },
      to: { pathNot: '^(engine/src/execution|nodes/sdk)/|^(node:)?crypto$' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^engine/src/platform/', pathNot: tests },
      to: { path: `^engine/src/(execution|sandbox|${features.join('|')})/` },
    },
    {
      name: 'sandbox-knows-no-feature',
      severity: 'error',
      from: { path: '^engine/src/sandbox/', pathNot: tests },
      to: { path: `^engine/src/(execution|${features.join('|')})/` },
    },
    {
      name: 'nest-stays-at-the-edge',
      severity: 'error',
      from: { path: '^engine/src/', pathNot: edge },
      to: { path: 'node_modules/@nestjs' },
    },
    {
      name: 'tests-support-tests-only',
      severity: 'error',
      from: { path: '^(engine|designer|nodes|migrations)/', pathNot: tests },
      to: { path: '^test/' },
    },
    ...leftward,
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.d.ts'],
    },
  },
};
