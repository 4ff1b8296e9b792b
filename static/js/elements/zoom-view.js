import { disable } from "../disable.js";

/**
 * `<zoom-view>`: one picture over the whole window. Zoom by buttons, + − 0, wheel, double-click or double-tap; a zoomed picture is moved by dragging,
 * swiping, arrow keys or scrollbars. Escape closes, and the focus goes back to where it came from.
 */
class ZoomView extends HTMLElement {
  /** @type {HTMLElement[]} */
  #views = [];
  #at = 0;
  #zoom = 1;
  #deeds = {
    smaller: () => this.#scale(this.#zoom / 1.5),
    larger: () => this.#scale(this.#zoom * 1.5),
    previous: () => this.#show(this.#at - 1),
    next: () => this.#show(this.#at + 1),
  };

  connectedCallback() {
    const dialog = this.querySelector("dialog");
    const stage = this.querySelector("[data-stage]");
    if (!dialog || !(stage instanceof HTMLElement)) return;
    this.stage = stage;
    this.addEventListener("enlarge", (event) => {
      this.#views = /** @type {CustomEvent} */ (event).detail.views;
      dialog.showModal();
      this.#show(/** @type {CustomEvent} */ (event).detail.at);
    });
    dialog.addEventListener("close", () => this.dispatchEvent(new CustomEvent("shown", { detail: this.#at })));
    dialog.addEventListener("keydown", (event) => this.#key(event));
    for (const [name, deed] of Object.entries(this.#deeds)) this.querySelector(`[data-${name}]`)?.addEventListener("click", deed);
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.#scale(this.#zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2), event);
    });
    stage.addEventListener("dblclick", (event) => this.#scale(this.#zoom > 1 ? 1 : 2.5, event));
    stage.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button !== 0) return; // a finger scrolls by itself
      event.preventDefault();
      stage.focus();
      stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener("pointermove", (event) => {
      if (stage.hasPointerCapture(event.pointerId)) stage.scrollBy({ left: -event.movementX, top: -event.movementY, behavior: "instant" });
    });
  }

  /** @param {number} to */
  #show(to) {
    const last = this.#views.length - 1;
    this.#at = Math.min(last, Math.max(0, to));
    const picture = this.#views[this.#at]?.querySelector("picture, img")?.cloneNode(true);
    if (!(picture instanceof HTMLElement) || !this.stage) return;
    this.stage.replaceChildren(picture);
    const image = this.querySelector("img");
    if (image) {
      image.loading = "eager";
      image.draggable = false;
      const count = this.querySelector("[data-count]");
      if (count) count.textContent = last > 0 ? `${this.#at + 1} / ${last + 1} · ${image.alt}` : image.alt;
    }
    this.#scale(1);
    this.#disable("previous", this.#at === 0);
    this.#disable("next", this.#at === last);
  }

  /** Zoom so that the point stays where it is; without one, the middle does. @param {number} to @param {{clientX: number, clientY: number}} [point] */
  #scale(to, point) {
    const stage = this.stage;
    if (!stage) return;
    const zoom = Math.min(4, Math.max(1, to));
    const box = stage.getBoundingClientRect();
    const x = point ? point.clientX - box.left : stage.clientWidth / 2;
    const y = point ? point.clientY - box.top : stage.clientHeight / 2;
    const left = ((stage.scrollLeft + x) * zoom) / this.#zoom - x;
    const top = ((stage.scrollTop + y) * zoom) / this.#zoom - y;
    this.#zoom = zoom;
    stage.style.setProperty("--zoom", String(zoom));
    for (const sized of stage.querySelectorAll("img, source")) sized.setAttribute("sizes", `${Math.round(stage.clientWidth * zoom)}px`);
    stage.scrollTo({ left, top, behavior: "instant" });
    this.toggleAttribute("data-zoomed", zoom > 1);
    this.#disable("smaller", zoom === 1);
    this.#disable("larger", zoom === 4);
  }

  /** @param {string} name @param {boolean} off */
  #disable(name, off) {
    disable(this.querySelector(`[data-${name}]`), off, this.stage);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own zoom and history
    const right = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (event.key === "+" || event.key === "=") this.#deeds.larger();
    else if (event.key === "-") this.#deeds.smaller();
    else if (event.key === "0") this.#scale(1);
    else if (event.key === "Home") this.#show(0);
    else if (event.key === "End") this.#show(this.#views.length - 1);
    else if ((right || down) && this.#zoom > 1) this.stage?.scrollBy({ left: right * 80, top: down * 80 });
    else if (right) this.#show(this.#at + right);
    else return;
    event.preventDefault();
  }
}
customElements.define("zoom-view", ZoomView);
