/** @file Switches inside the runtime's binary, as the app is given away; plain Node. */
import { FuseV1Options, FuseVersion } from '@electron/fuses';

/** @satisfies {import('@electron/fuses').FuseConfig} */
export const fuses = {
  version: FuseVersion.V1,
  // Not a Node for whoever wants one with our name on it.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Nothing but the archive is run, and where the system's runtime checks it (not on Linux), it must be the one that was built.
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // file: gets no rights beyond what a browser gives it.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};
