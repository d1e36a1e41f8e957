/** @file Thrown for a sound picture of a kind that nothing here can show; decoder process. */

export class NotSupported extends Error {}
