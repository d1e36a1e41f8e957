/** @file The jobs room's face: long work that can be paused, resumed and cancelled, and tells how far it is. Runs in the engine. */
export { JobControl, type Progress } from './control.ts';
export { Jobs, type JobDetails, type JobWork } from './jobs.ts';
export { forEachOf, Slots } from './slots.ts';
export { Throttle } from './throttle.ts';
