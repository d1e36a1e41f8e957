/** @file What a catalogue in another language has to have: the same keys and parameters as the English one, whatever the words. Types only. */

export type Shape<T> = T extends string
  ? string
  : T extends (...parameters: infer Parameters) => infer Result
    ? (...parameters: Parameters) => Shape<Result>
    : T extends object
      ? { readonly [Key in keyof T]: Shape<T[Key]> }
      : T;
