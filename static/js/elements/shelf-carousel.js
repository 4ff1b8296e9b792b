/** `<shelf-carousel>`: previous and next for a list that also scrolls by itself; a button that can do nothing is disabled. */
class ShelfCarousel extends HTMLElement {
  connectedCallback() {
    const track = this.querySelector("[data-track]");
    const previous = this.querySelector("[data-previous]");
    const next = this.querySelector("[data-next]");
    const controls = this.querySelector("[data-controls]");
    if (!track || !(previous instanceof HTMLButtonElement) || !(next instanceof HTMLButtonElement) || !(controls instanceof HTMLElement)) return;
    const update = () => {
      controls.hidden = track.scrollWidth <= track.clientWidth + 1;
      previous.disabled = track.scrollLeft < 8;
      next.disabled = track.scrollLeft + track.clientWidth > track.scrollWidth - 8;
    };
    const go = (/** @type {number} */ direction) => track.scrollBy({ left: direction * track.clientWidth * 0.8 });
    previous.addEventListener("click", () => go(-1));
    next.addEventListener("click", () => go(1));
    track.addEventListener("scroll", update, { passive: true });
    new ResizeObserver(update).observe(track);
    update();
  }
}
customElements.define("shelf-carousel", ShelfCarousel);
