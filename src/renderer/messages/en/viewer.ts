/** @file English messages of the room "viewer". */
export const viewer = {} as const;
