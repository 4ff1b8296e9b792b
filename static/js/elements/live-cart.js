/**
 * `<live-cart>`: the cart follows its fields at once. htmx sends its forms one after the other and swaps the answer; this element sends a quantity
 * when it changes, leaves out a second click on "remove", keeps the focus, and skips an answer that is older than what stands in the fields.
 */
class LiveCart extends HTMLElement {
  #timer = 0;
  /** @type {HTMLFormElement | undefined} */
  #due;
  #waiting = 0;
  #place = -1;

  connectedCallback() {
    this.addEventListener("change", (event) => {
      const form = event.target instanceof HTMLInputElement ? event.target.form : null;
      if (!form?.matches("[data-quantity]")) return;
      if (form !== this.#due) this.#due?.requestSubmit(); // another line's number must not be forgotten
      clearTimeout(this.#timer);
      this.#due = form;
      this.#timer = setTimeout(() => form.requestSubmit(), 350);
    });
    this.addEventListener("submit", (event) => this.#submit(event), { capture: true });
    this.addEventListener("htmx:beforeSwap", (event) => this.#beforeSwap(/** @type {CustomEvent} */ (event)));
    this.addEventListener("htmx:afterRequest", () => (this.#waiting -= 1));
    this.addEventListener("htmx:afterSwap", (event) => event.target instanceof Element && event.target.id === "cart" && this.#afterSwap());
    this.addEventListener("htmx:beforeRequest", () => this.#failed(false));
    for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) this.addEventListener(failure, () => this.#failed(true));
  }

  /** @param {Event} event */
  #submit(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("htmx" in window)) return;
    if (form.matches("[data-removal]")) {
      if (form.hasAttribute("data-sent")) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      form.toggleAttribute("data-sent", true);
      this.#place = this.#removals().indexOf(form);
    }
    if (form === this.#due) {
      clearTimeout(this.#timer);
      this.#due = undefined;
    }
    this.#waiting += 1;
  }

  /** @param {CustomEvent} event */
  #beforeSwap(event) {
    const newer = this.#waiting > 1 || this.#due;
    const isCart = event.detail.xhr.responseText.includes('id="cart"');
    if (newer || !isCart) event.detail.shouldSwap = false;
    if (!isCart) this.#failed(true);
  }

  #afterSwap() {
    document.dispatchEvent(new Event("cart-changed"));
    if (this.#place < 0 || this.contains(document.activeElement)) return;
    const removals = this.#removals();
    const next = removals[Math.min(this.#place, removals.length - 1)]?.querySelector("button") ?? this.querySelector("h1");
    this.#place = -1;
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  #removals() {
    return /** @type {HTMLFormElement[]} */ ([...this.querySelectorAll("form[data-removal]")]);
  }

  /** @param {boolean} failed */
  #failed(failed) {
    const words = this.querySelector("[data-failed]");
    if (words instanceof HTMLElement) words.hidden = !failed;
    if (failed) for (const form of this.#removals()) form.removeAttribute("data-sent");
  }
}
customElements.define("live-cart", LiveCart);
