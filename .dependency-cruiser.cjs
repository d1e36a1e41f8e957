/** @file Who may import whom, each rule with its reason; run by `npm run check`. */

const nodeTypes = ['core'];
const engine = '^src/main/engine/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that import each other are one file in disguise, and load order decides what works.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere fails only when a person reaches it.',
      severity: 'error',
      from: {},
      // Vite resolves these: an asset as an address, a style sheet, what the build itself tells.
      to: { couldNotResolve: true, pathNot: '^virtual:|(\\?(url|raw|inline|asset)|\\.css)$' },
    },
    {
      name: 'declared-dependencies-only',
      comment: 'A package that is not in package.json is there by accident and goes by accident.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'src-ships-without-development-packages',
      comment:
        'What main, engine, decoder and command line import at run time is not bundled and has to be shipped.',
      severity: 'error',
      from: { path: '^src/(main|cli)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)electron($|/)' },
    },
    {
      name: 'src-knows-no-tests',
      comment: 'A product that leans on its tests or its set-up cannot be shipped without them.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'shared-is-pure',
      comment:
        'Both ends of every pipe load src/shared, the sandboxed page too: no Node, no Electron, no one end.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'shared-has-no-platform',
      comment: 'As above: what Node or Electron bring does not exist in the page.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { dependencyTypes: nodeTypes },
    },
    {
      name: 'electron-only-in-shell-and-preload',
      comment:
        'Engine, decoder and command line run on plain Node, shared and the renderer in a page without Node.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/(index\\.ts$|shell/)|preload/)' },
      to: { path: '(^|/)electron($|/)' },
    },
    {
      name: 'shell-keeps-out-of-the-engine',
      comment:
        'The shell holds no key and reads no photo; it talks to the engine over a pipe and the contract.',
      severity: 'error',
      from: { path: '^src/main/(index\\.ts$|shell/)' },
      to: { path: '^src/', pathNot: '^src/(main/(index\\.ts$|shell/)|shared/)' },
    },
    {
      name: 'engine-knows-only-itself',
      comment: 'The same engine serves the window, the terminal and the tests, so it knows none of them.',
      severity: 'error',
      from: { path: engine },
      to: { path: '^src/', pathNot: '^src/(main/engine|shared)/' },
    },
    {
      name: 'decoder-knows-only-itself',
      comment: 'The decoder reads hostile files; nothing of keys or vaults may be within its reach.',
      severity: 'error',
      from: { path: '^src/main/decoder/' },
      to: { path: '^src/', pathNot: '^src/(main/decoder|shared)/' },
    },
    {
      name: 'preload-knows-only-itself',
      comment: 'Preload is the page’s only door: named functions over the contract and nothing behind them.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { path: '^src/', pathNot: '^src/(preload|shared)/' },
    },
    {
      name: 'preload-has-no-node',
      comment: 'A sandboxed preload has no Node modules.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { dependencyTypes: nodeTypes },
    },
    {
      name: 'renderer-knows-only-itself',
      comment: 'The page draws; everything else it asks for through the contract.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/', pathNot: '^src/(renderer|shared)/' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'The page runs in Chromium’s sandbox without Node.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: nodeTypes },
    },
    {
      name: 'cli-talks-to-the-engine',
      comment: 'The command line is the engine from a terminal; it needs no window and no page.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/', pathNot: '^src/(cli|main/engine|shared)/' },
    },
    {
      name: 'drop-form-only-seals',
      comment:
        'The drop box’s small form is carried to other computers: what seals, and the words to tell of it.',
      severity: 'error',
      from: { path: '^src/drop/' },
      to: {
        path: '^src/',
        pathNot: '^src/(drop/|cli/(output|words)\\.ts$|main/engine/(disk|dropbox)/index\\.ts$|shared/)',
      },
    },
    {
      name: 'crypto-is-the-ground',
      comment: 'The arrows point down: whoever audits the cryptography reads this folder and needs no other.',
      severity: 'error',
      from: { path: `${engine}crypto/` },
      to: { path: `${engine}(vault|catalog|blobs|media|import|export|integrity)/` },
    },
    {
      name: 'vault-stands-on-crypto',
      comment: 'The arrows point down: opening a vault depends on nothing that is kept in it.',
      severity: 'error',
      from: { path: `${engine}vault/` },
      to: { path: `${engine}(catalog|blobs|media|import|export|integrity)/` },
    },
    {
      name: 'stores-below-pipelines',
      comment:
        'The arrows point down: catalogue, blobs and media know nothing of the pipelines that fill and empty them.',
      severity: 'error',
      from: { path: `${engine}(catalog|blobs|media)/` },
      to: { path: `${engine}(import|export|integrity)/` },
    },
    {
      name: 'search-reads-the-catalogue',
      comment:
        'A search looks at records in memory; whoever audits that it writes and sends nothing reads this folder, the catalogue and the list of towns.',
      severity: 'error',
      from: { path: `${engine}search/` },
      to: { path: engine, pathNot: `${engine}(search|catalog|places)/` },
    },
    {
      name: 'search-is-asked-by-services',
      comment: 'The arrows point down: nothing that keeps photos safe depends on how they are found.',
      severity: 'error',
      from: { path: engine, pathNot: `${engine}(search|services)/` },
      to: { path: `${engine}search/` },
    },
    {
      name: 'weak-ciphers-are-only-shown',
      comment:
        'What stands there to be compared includes ciphers that are broken: nothing that keeps photos may reach for it.',
      severity: 'error',
      from: { path: '^src/', pathNot: `${engine}(insight/|services/insight\\.ts$)` },
      to: { path: `${engine}insight/` },
    },
    {
      name: 'nothing-imports-the-engine-entry',
      comment:
        'The entry starts a process when it is loaded; whoever imports it starts an engine by accident.',
      severity: 'error',
      from: { path: '^(src|test)/' },
      to: { path: '^src/main/(engine/index|decoder/index|index)\\.ts$' },
    },
    {
      name: 'sodium-only-in-crypto',
      comment: 'One folder holds keys and calls libsodium: one place to audit, one place to wipe.',
      severity: 'error',
      from: { path: '^src/', pathNot: `${engine}crypto/` },
      to: { path: '(^|/)sodium-native($|/)' },
    },
    {
      name: 'sqlite-only-in-catalog',
      comment: 'Whatever reaches SQLite has been encrypted by the catalogue; nobody writes past it.',
      severity: 'error',
      from: { path: '^src/', pathNot: `${engine}catalog/` },
      to: { path: '(^|/)better-sqlite3($|/)' },
    },
    {
      name: 'codecs-only-in-the-decoder',
      comment: 'Parsers of hostile files run in a process of their own that has no keys.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/decoder/' },
      to: { path: '(^|/)(sharp|libheif-js|exifreader)($|/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|node_modules/\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default'],
      extensions: ['.ts', '.svelte', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
