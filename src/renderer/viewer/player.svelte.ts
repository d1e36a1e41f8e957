/** @file A film as it is played in the viewer: what its bar shows, and what its keys do. Runs in the renderer. */

/** Seconds that a key goes forward or back by. */
export const seekStep = 5;
const volumeStep = 0.1;
/** A leap to the picture that is there already draws nothing. */
const drawnWithinMs = 300;

/** As it was left, for the next film: nobody wants to silence them one by one. Forgotten with the page. */
const kept = { volume: 1, muted: false };

export class Player {
  playing = $state(false);
  /** Where it is, and how long it is, in seconds; 0 while that is not known. */
  time = $state(0);
  duration = $state(0);
  volume = $state(kept.volume);
  muted = $state(kept.muted);
  /** Whether a picture of it has been drawn. */
  shown = $state(false);
  /** The film, once a picture of it has been drawn. */
  readonly picture: HTMLVideoElement | null = $derived.by(() => (this.shown ? this.#video : null));
  /** Counts what it has drawn, as far as it has been told of it. */
  pictures = $state(0);
  /** Whether it has been anywhere but at its beginning. */
  begun = $state(false);
  /** Called when it has come to its end. */
  onEnd: () => void = () => undefined;
  #video: HTMLVideoElement | null = null;
  /** Where to leap to next, in seconds, while it is still leaping. */
  #next: number | null = null;
  #leaping = false;
  /** When the picture leapt to has been drawn. */
  #drawn: Promise<void> = Promise.resolve();

  /**
   * Opens a film in an element, of which only what is needed is read, until the returned function is called: that stops all of it.
   * @param duration in seconds, where the file does not say in time
   * @param onFail told when it cannot be played
   */
  open(video: HTMLVideoElement, source: string, duration: number | null, onFail: () => void): () => void {
    this.#rest(); // after another film, too, which is closed after this one is open
    this.#video = video;
    this.duration = duration ?? 0;
    const stop = new AbortController();
    const listen = (event: keyof HTMLMediaElementEventMap, run: () => void): void =>
      video.addEventListener(event, run, { signal: stop.signal });
    listen('loadedmetadata', () => {
      // Of a film whose pictures it cannot decode Chromium plays the sound alone.
      if (video.videoWidth === 0) onFail();
      else if (Number.isFinite(video.duration)) this.duration = video.duration;
    });
    listen('durationchange', () => {
      if (Number.isFinite(video.duration)) this.duration = video.duration;
    });
    listen('loadeddata', () => {
      const drawn = new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
      void Promise.race([drawn, afterMs(drawnWithinMs)]).then(() => {
        if (!stop.signal.aborted) this.shown = true;
      });
    });
    listen('error', onFail);
    listen('play', () => (this.playing = true));
    listen('pause', () => (this.playing = false));
    listen('ended', () => this.onEnd());
    listen('timeupdate', () => {
      this.time = this.#next ?? video.currentTime;
      if (this.time > 0) this.begun = true;
      this.pictures += 1;
    });
    listen('seeked', () => {
      void Promise.race([this.#drawn, afterMs(drawnWithinMs)]).then(() => {
        if (stop.signal.aborted) return;
        this.#landed(video);
        this.pictures += 1;
      });
    });
    video.volume = this.volume;
    video.muted = this.muted;
    video.preload = 'metadata';
    video.src = source;
    return () => {
      stop.abort();
      video.pause();
      // Ends what is being read.
      video.removeAttribute('src');
      video.load();
      if (this.#video !== video) return; // another one is open already
      this.#video = null;
      this.#rest();
    };
  }

  #rest(): void {
    this.#next = null;
    this.#leaping = false;
    this.playing = this.shown = this.begun = false;
    this.time = 0;
  }

  toggle(): void {
    if (this.playing) this.#video?.pause();
    else this.play();
  }

  play(): void {
    // Rejected when it is closed or paused meanwhile, and when it cannot be played, which `error` tells.
    void this.#video?.play().catch(() => undefined);
  }

  seekBy(seconds: number): void {
    this.seek((this.#next ?? this.#video?.currentTime ?? 0) + seconds);
  }

  /**
   * To a time within the film. Of leaps that come faster than pictures can be shown the last is made: Chromium, given one before it has drawn
   * the picture of the one before, can go on showing that.
   */
  seek(seconds: number): void {
    const video = this.#video;
    if (video === null) return;
    this.time = Math.min(Math.max(0, seconds), this.duration);
    if (this.#leaping) {
      this.#next = this.time;
      return;
    }
    // Before it knows its length it does not leap but begins there, and tells nothing.
    this.#leaping = video.readyState >= HTMLMediaElement.HAVE_METADATA;
    this.#drawn = new Promise((resolve) => video.requestVideoFrameCallback(() => resolve()));
    video.currentTime = this.time;
  }

  #landed(video: HTMLVideoElement): void {
    this.#leaping = false;
    const next = this.#next;
    this.#next = null;
    if (next !== null && next !== video.currentTime) this.seek(next);
  }

  toggleMuted(): void {
    this.#sound(this.volume === 0 ? 0.5 : this.volume, !this.silent);
  }

  get silent(): boolean {
    return this.muted || this.volume === 0;
  }

  setVolume(volume: number): void {
    this.#sound(Math.min(1, Math.max(0, volume)), false);
  }

  volumeBy(steps: number): void {
    this.setVolume(Math.round(((this.muted ? 0 : this.volume) + steps * volumeStep) * 100) / 100);
  }

  #sound(volume: number, muted: boolean): void {
    [this.volume, this.muted] = [volume, muted];
    [kept.volume, kept.muted] = [volume, muted];
    if (this.#video === null) return;
    this.#video.volume = volume;
    this.#video.muted = muted;
  }
}

function afterMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
