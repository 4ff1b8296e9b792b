import { disable } from "../disable.js";

/**
 * `<picture-gallery>`: the list of pictures scrolls by itself; this adds buttons, arrow keys, Home and End, marks the thumb of the picture that is
 * seen, and opens the large view instead of leaving the page.
 */
class PictureGallery extends HTMLElement {
  #at = 0;

  connectedCallback() {
    const list = this.querySelector("[data-views]");
    this.views = /** @type {HTMLAnchorElement[]} */ ([...this.querySelectorAll("[data-view]")]);
    this.thumbs = /** @type {HTMLAnchorElement[]} */ ([...this.querySelectorAll("[data-thumb]")]);
    const zoom = this.querySelector("zoom-view");
    if (!(list instanceof HTMLElement) || !this.views.length) return;
    this.list = list;
    for (const hidden of this.querySelectorAll("[data-controls], [data-enlarge]")) if (hidden instanceof HTMLElement) hidden.hidden = false;
    this.#mark(0);
    let settled = 0; // what a smooth scroll passes on its way is not what is looked at
    const settle = () => this.#mark(Math.round(list.scrollLeft / list.clientWidth));
    list.addEventListener("scroll", () => { clearTimeout(settled); settled = setTimeout(settle, 120); }, { passive: true });
    this.addEventListener("click", (event) => {
      if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const thumb = event.target.closest("[data-thumb]");
      const view = event.target.closest("[data-view], [data-enlarge]");
      if (event.target.closest("[data-previous]")) this.show(this.#at - 1);
      else if (event.target.closest("[data-next]")) this.show(this.#at + 1);
      else if (thumb) this.show(this.thumbs?.findIndex((other) => other === thumb) ?? 0);
      else if (view && zoom) zoom.dispatchEvent(new CustomEvent("enlarge", { detail: { views: this.views, at: this.#at } }));
      if (thumb || view) event.preventDefault();
    });
    this.addEventListener("keydown", (event) => {
      const last = (this.views?.length ?? 1) - 1;
      const to = { ArrowLeft: this.#at - 1, ArrowRight: this.#at + 1, Home: 0, End: last }[event.key];
      if (to === undefined || !(event.target instanceof Element) || event.target.closest("zoom-view")) return;
      event.preventDefault();
      this.show(to);
      if (event.target.closest("[data-view]")) this.views?.[this.#at]?.focus({ preventScroll: true });
      if (event.target.closest("[data-thumb]")) this.thumbs?.[this.#at]?.focus();
    });
    zoom?.addEventListener("shown", (event) => {
      this.show(/** @type {CustomEvent<number>} */ (event).detail);
      if (document.activeElement?.matches("[data-view]")) this.views?.[this.#at]?.focus({ preventScroll: true });
    });
  }

  /** @param {number} to */
  show(to) {
    if (!this.views || !this.list) return;
    const at = Math.min(this.views.length - 1, Math.max(0, to));
    this.list.scrollTo({ left: at * this.list.clientWidth });
    this.#mark(at);
  }

  /** Only the picture that is seen can be reached by Tab. @param {number} at */
  #mark(at) {
    this.#at = at;
    this.views?.forEach((view, place) => (view.tabIndex = place === at ? 0 : -1));
    this.thumbs?.forEach((thumb, place) => (place === at ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current")));
    disable(this.querySelector("[data-controls] [data-previous]"), at <= 0, this.views?.[at]);
    disable(this.querySelector("[data-controls] [data-next]"), at >= (this.views?.length ?? 1) - 1, this.views?.[at]);
  }
}
customElements.define("picture-gallery", PictureGallery);
