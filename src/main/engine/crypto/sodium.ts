/** @file The one import of libsodium's binding; runs in the engine. */
// Projects that do not include this folder (the tests') learn the types only through this line.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./sodium-native.d.ts" />
import sodium from 'sodium-native';

export { sodium };
