/** @file Unlocks a vault once, fetches the index for the grid, prints seconds, processor time and memory. A process of its own. */
import { cpuSince } from './cpu.ts';
import { ask, newEngine, passphrase } from './vault.ts';

const engine = newEngine();
const before = process.cpuUsage();
const start = performance.now();
await ask(engine, 'vault.unlock', {
  vault: process.argv[2] ?? '',
  secret: { kind: 'passphrase', passphrase: passphrase() },
});
await ask(engine, 'library.index', {});
const seconds = (performance.now() - start) / 1000;
const cpu = cpuSince(before);
await new Promise((resolve) => setTimeout(resolve, 1000)); // Argon2's memory goes back to the system
console.log(JSON.stringify({ seconds, cpu, rss: process.memoryUsage.rss() }));
await engine.close();
