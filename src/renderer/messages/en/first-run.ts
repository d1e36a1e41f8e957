/** @file English messages of the room "first-run". */
export const firstRun = {} as const;
