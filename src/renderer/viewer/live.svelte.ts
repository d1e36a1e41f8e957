/** @file What the badge of a Live Photo and the film over its picture have in common. Runs in the renderer. */

export class LivePlayback {
  playing = $state(false);
  /** Whether a picture of the film is there to cover the photo with. */
  shown = $state(false);
  failed = $state(false);
  sound = $state(false);

  start(sound: boolean): void {
    this.sound = sound;
    this.playing = !this.failed;
  }

  stop(): void {
    this.playing = this.shown = false;
  }

  toggle(): void {
    if (this.playing) this.stop();
    else this.start(true);
  }

  fail(): void {
    this.stop();
    this.failed = true;
  }

  /** For another photo. */
  reset(): void {
    this.stop();
    this.failed = false;
  }
}
