/** @file The jobs room's face: long work that can be paused, resumed and cancelled, and tells how far it is. Runs in the engine. */
export { JobControl } from './control.ts';
export { Jobs } from './jobs.ts';
export { forEachOf, Slots } from './slots.ts';
export { Throttle } from './throttle.ts';
