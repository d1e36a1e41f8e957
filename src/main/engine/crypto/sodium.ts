/** @file The one import of libsodium's binding; runs in the engine. */
import sodium from 'sodium-native';

export { sodium };
