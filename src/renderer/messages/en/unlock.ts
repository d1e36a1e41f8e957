/** @file English messages of the room "unlock". */
export const unlock = {} as const;
