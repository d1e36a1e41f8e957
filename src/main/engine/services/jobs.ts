/** @file Answers `job.…`. Runs in the engine. */
import type { ServicesOf } from './service.ts';

export const jobServices: ServicesOf<'job'> = {
  'job.list': ({ jobs }) => jobs.list(),
  'job.pause': ({ jobs }, { job }) => {
    jobs.pause(job);
    return {};
  },
  'job.resume': ({ jobs }, { job }) => {
    jobs.resume(job);
    return {};
  },
  'job.cancel': ({ jobs }, { job }) => {
    jobs.cancel(job);
    return {};
  },
};
