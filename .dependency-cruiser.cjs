/**
 * Which part may import which. Imports point to what already happened or to a plain service below; data moves forward by facts. Each
 * rule's comment says what to do instead. The rules are checked by tools/boundaries/check.mjs and by a test that breaks each of them.
 */

/** Each may import those in rows above it, never of its own row or below. */
const MODULE_ROWS = [
  ['accounts', 'ledger', 'notifications'],
  ['ad-spaces', 'programs'],
  ['terms'],
  ['catalogue', 'program-pages'],
  ['partnerships'],
  ['links', 'coupons'],
  ['clicks'],
  ['orders'],
  ['commissions'],
  ['conduct'],
  ['express-payments'],
  ['advertiser-payments'],
  ['moderation'],
];

/** Each may import itself and those to its left; money, time and countries are one step. */
const CORE_ORDER = [
  ['money', 'time', 'countries'],
  ['lifecycle'],
  ['terms'],
  ['attribution'],
  ['commission'],
  ['posting'],
];

/** What modules may use of other people's code. Whoever adds one says why here. */
const MODULE_PACKAGES = [
  'zod', // schemas at the edge
  'csv-parse', // imports
  'csv-stringify', // exports
  'saxes', // XML feeds, as a stream
  'maxmind', // reads the country data
  'isbot', // names of known robots
  '@node-rs/argon2', // password hashes
  'otplib', // codes of authenticator apps
  '@simplewebauthn/server', // passkeys
  'prom-client', // counters
  'pg-copy-streams', // bulk ingest
  '@duckdb/node-api', // Parquet of archived clicks
];

/** Of these modules may use the types, while platform/ makes the objects. */
const MODULE_TYPE_PACKAGES = ['pg', 'fastify', 'fastify-type-provider-zod', 'pino'];

const TESTS = '(\\.test\\.tsx?$|/testing[a-z-]*\\.ts$|/testing/)';
/** Runs in browsers, bundled by Vite: its packages are development packages, as a server never loads them. */
const BROWSER = '^apps/(web|site/browser)/';
/** Reads the terms language while somebody types, with what it is made of: the same reader as the server's. */
const TERMS_EDITOR = '^apps/web/advertiser/terms/';
const words = (list) => `(${list.join('|')})`;
const packages = (list) => `node_modules/(@types/)?${words(list)}/`;

const coreRules = CORE_ORDER.slice(0, -1).map((step, index) => ({
  name: `core-order-${step.join('-')}`,
  severity: 'error',
  comment: `core/${step.join(' and core/')} may not know ${CORE_ORDER.slice(index + 1)
    .flat()
    .join(', ')}: move the shared type to the left, or the code to the right`,
  from: { path: `^core/${words(step)}/` },
  to: { path: `^core/${words(CORE_ORDER.slice(index + 1).flat())}/` },
}));

const moduleRules = MODULE_ROWS.flatMap((row, index) => {
  const others = (name) => [...row.filter((other) => other !== name), ...MODULE_ROWS.slice(index + 1).flat(), 'stats'];
  return row.map((name) => ({
    name: `module-order-${name}`,
    severity: 'error',
    comment: `modules/${name} may not import ${others(name).join(', ')}: take a function as a dependency and let apps/tributary wire it`,
    from: { path: `^modules/${name}/`, pathNot: TESTS },
    to: { path: `^modules/${words(others(name))}/` },
  }));
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'these files import each other in a circle: move what both need into a third, or merge them',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'this import leads nowhere: correct the path (relative imports end in .ts) or add the package',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'tests-stay-out',
      severity: 'error',
      comment: 'the product may not import tests or test tools: they are not built; move what it needs out of them',
      from: { path: '^(core|contract|platform|modules|apps)/', pathNot: TESTS },
      to: { path: TESTS, pathNot: 'node_modules' },
    },
    {
      name: 'declared-packages',
      severity: 'error',
      comment:
        'the product may import only what package.json lists under dependencies: a development package is not there in production',
      from: { path: '^(core|contract|platform|modules|apps)/', pathNot: [TESTS, BROWSER] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment:
        'core decides and does nothing else: no package, no Node built-in, no other layer. Pass the value in, or do the work in a module',
      from: { path: '^core/', pathNot: TESTS },
      to: { pathNot: '^core/' },
    },
    {
      name: 'core-tests-know-core',
      severity: 'error',
      comment: 'a test of core needs no other layer: give it plain values',
      from: { path: `^core/.*${TESTS}` },
      to: { path: '^(contract|platform|modules|apps|scenarios)/' },
    },
    ...coreRules,
    {
      name: 'contract-is-shared',
      severity: 'error',
      comment:
        'contract runs in browsers too: it may use contract, core/money, core/time, core/countries and zod. Move the rest into the module that answers',
      from: { path: '^contract/', pathNot: TESTS },
      to: { pathNot: ['^contract/', '^core/(money|time|countries)/', packages(['zod'])] },
    },
    {
      name: 'platform-knows-no-business',
      severity: 'error',
      comment: 'platform may use contract/errors and packages only: take what it needs as a parameter',
      from: { path: '^platform/', pathNot: TESTS },
      to: { path: '^(core|modules|apps|scenarios|tools|contract/(?!errors/))' },
    },
    ...moduleRules,
    {
      name: 'stats-only-listens',
      severity: 'error',
      comment:
        'modules/stats imports no module but accounts: it is fed plain facts (modules/stats/model.ts) by apps/tributary',
      from: { path: '^modules/stats/', pathNot: TESTS },
      to: { path: '^modules/(?!stats/|accounts/)' },
    },
    {
      name: 'modules-know-no-app',
      severity: 'error',
      comment: 'a module may not import apps, scenarios or tools: the wiring hands it what it needs',
      from: { path: '^modules/' },
      to: { path: '^(apps|scenarios|tools)/' },
    },
    {
      name: 'module-face',
      severity: 'error',
      comment: "another module's inner files are its own: import its index.ts, and export there what is missing",
      from: { path: '^modules/([^/]+)/' },
      // A module may offer its neighbours' tests something too; the rule tests-stay-out keeps the product from it.
      to: { path: '^modules/[^/]+/', pathNot: ['^modules/$1/', '^modules/[^/]+/(index|edge-face|testing)\\.ts$'] },
    },
    {
      name: 'module-face-from-outside',
      severity: 'error',
      comment: "a module's inner files are its own: import its index.ts, and export there what is missing",
      from: { path: '^(apps|scenarios)/' },
      to: { path: '^modules/[^/]+/', pathNot: '^modules/[^/]+/(index|edge-face|testing)\\.ts$' },
    },
    {
      name: 'module-packages',
      severity: 'error',
      comment:
        'modules may use the packages listed in .dependency-cruiser.cjs: use what platform/ offers, or add the package there with its reason',
      from: { path: '^modules/', pathNot: TESTS },
      to: { path: 'node_modules/', pathNot: [packages(MODULE_PACKAGES), packages(MODULE_TYPE_PACKAGES)] },
    },
    {
      name: 'module-type-packages',
      severity: 'error',
      comment: `modules may use the types of ${MODULE_TYPE_PACKAGES.join(', ')} (import type), while platform/ makes the objects`,
      from: { path: '^modules/', pathNot: TESTS },
      to: { path: packages(MODULE_TYPE_PACKAGES), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'edge-stays-small',
      severity: 'error',
      comment:
        'apps/edge answers clicks: of the modules it may use links and clicks only, so that nothing else can slow or stop it',
      from: { path: '^apps/edge/' },
      to: { path: '^(modules/(?!links/|clicks/)|apps/(?!edge/)|core/|scenarios/|tools/)' },
    },
    {
      name: 'apps-decide-nothing',
      severity: 'error',
      comment: 'apps wire modules: only apps/tributary may use core, for commands that need no database',
      from: { path: '^apps/(?!tributary/)', pathNot: TERMS_EDITOR },
      to: { path: '^core/' },
    },
    {
      name: 'editor-reads-terms',
      severity: 'error',
      comment:
        'the editor of terms may use core/terms, its numbers, times and countries: ask the API for what orders earn',
      from: { path: TERMS_EDITOR },
      to: { path: '^(core/(?!terms/|money/|time/|countries/)|platform|modules|scenarios|tools|apps/(?!web/))' },
    },
    {
      name: 'browser-knows-the-contract',
      severity: 'error',
      comment:
        'what runs in browsers knows the promise to the outside only: put shared types and words into contract/, ask the API for the rest',
      from: { path: BROWSER, pathNot: `${TESTS}|${TERMS_EDITOR}` },
      to: { path: '^(core|platform|modules|scenarios|tools|apps/(?!web/|site/browser/))' },
    },
    {
      name: 'cabinets-apart',
      severity: 'error',
      comment:
        'the cabinets of publishers, advertisers, operators and accounts know nothing of each other: move what both need into apps/web/kit',
      from: { path: '^apps/web/(account|publisher|advertiser|operator)/' },
      to: { path: '^apps/web/(account|publisher|advertiser|operator|app)/', pathNot: '^apps/web/$1/' },
    },
    {
      name: 'kit-knows-no-screen',
      severity: 'error',
      comment: 'a component of the kit serves every screen: it may not import one',
      from: { path: '^apps/web/kit/' },
      to: { path: '^apps/web/(?!kit/)' },
    },
    {
      name: 'apps-are-the-top',
      severity: 'error',
      comment: 'an app may not import scenarios or tools: they are development only',
      from: { path: '^apps/' },
      to: { path: '^(scenarios|tools)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|coverage)/' },
    // Types count as imports: a type of a forbidden part is knowledge of it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
