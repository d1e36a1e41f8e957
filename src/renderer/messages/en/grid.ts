/** @file English messages of the room "grid". */
export const grid = {} as const;
