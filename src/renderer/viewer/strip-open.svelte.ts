/** @file Whether the filmstrip is shown, as it was left; forgotten with the page. Runs in the renderer. */

class FilmstripState {
  open = $state(false);

  toggle(): void {
    this.open = !this.open;
  }
}

/** The page's filmstrip. */
export const filmstrip = new FilmstripState();
