import { disable } from "../disable.js";

/** `<shelf-carousel>`: previous and next, arrow keys, Home and End for a list that also scrolls by itself. */
class ShelfCarousel extends HTMLElement {
  connectedCallback() {
    const track = this.querySelector("[data-track]");
    const previous = this.querySelector("[data-previous]");
    const next = this.querySelector("[data-next]");
    const controls = this.querySelector("[data-controls]");
    if (!(track instanceof HTMLElement && previous instanceof HTMLButtonElement && next instanceof HTMLButtonElement && controls instanceof HTMLElement)) return;
    const update = () => {
      controls.hidden = track.scrollWidth <= track.clientWidth + 1;
      const [first, last] = [track.scrollLeft < 8, track.scrollLeft + track.clientWidth > track.scrollWidth - 8];
      previous.disabled = next.disabled = false; // or the heir could not take the focus
      disable(previous, first, next);
      disable(next, last, previous);
    };
    const go = (/** @type {number} */ by) => track.scrollBy({ left: by });
    previous.addEventListener("click", () => go(-0.8 * track.clientWidth));
    next.addEventListener("click", () => go(0.8 * track.clientWidth));
    track.addEventListener("keydown", (event) => {
      const card = track.firstElementChild?.getBoundingClientRect().width ?? 0;
      const by = { ArrowLeft: -card, ArrowRight: card, Home: -track.scrollWidth, End: track.scrollWidth }[event.key];
      if (by === undefined || event.target !== track) return;
      event.preventDefault();
      go(by);
    });
    track.addEventListener("scroll", update, { passive: true });
    new ResizeObserver(update).observe(track);
    update();
  }
}
customElements.define("shelf-carousel", ShelfCarousel);
