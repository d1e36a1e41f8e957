/** @file English messages of the room "settings". */
export const settings = {} as const;
