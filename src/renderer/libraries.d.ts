/** @file What the build says of the libraries the app is made of (scripts/libraries.mjs). */
declare module 'virtual:libraries' {
  export const libraries: readonly {
    readonly name: string;
    readonly version: string;
    readonly licence: string;
  }[];
}
