/** @file The search's face: finds photos by what is known of them, and completes what is being typed. Runs in the engine. */
export { Search } from './search.ts';
