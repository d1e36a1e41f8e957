/**
 * @file `npm run soak`: what is too long for every test run. Alone: random operations against a model (random.ts). `-- kills`: SIGKILL everywhere
 * (kills.ts). `-- power-cuts`: what a power cut may leave (power-cuts.ts). `-- faults`: a disk that fails at every operation (fault-matrix.ts).
 */
const [what = ''] = process.argv.slice(2);
switch (what) {
  case 'kills':
    await import('./kills.ts');
    break;
  case 'power-cuts':
    await import('./power-cuts.ts');
    break;
  case 'faults':
    await import('./fault-matrix.ts');
    break;
  default:
    await import('./random.ts');
}
