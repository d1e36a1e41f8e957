/** @file What of a picture other programs get when it is dragged out of the window; Electron's main process. */
import { app } from 'electron';

/** What an X server takes in one piece. Chromium does not send a dragged picture in several: nothing would arrive. Measured, to the byte. */
const longestOnX11 = 1024 * 1024;
/** Of Electron: from here on it draws on Wayland where that is there. */
const firstOnWayland = 38;

/** The longest picture that can be dragged out, in bytes; null = any. */
export function dragsUpTo(): number | null {
  return process.platform === 'linux' && !onWayland() ? longestOnX11 : null;
}

function onWayland(): boolean {
  const chosen = app.commandLine.getSwitchValue('ozone-platform');
  if (chosen !== '') return chosen === 'wayland';
  return (
    process.env['XDG_SESSION_TYPE'] === 'wayland' && parseInt(process.versions.electron, 10) >= firstOnWayland
  );
}
