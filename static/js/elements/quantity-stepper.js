import { disable } from "../disable.js";

/**
 * `<quantity-stepper most="10">`: − and + (and arrow keys) beside a plain text field. It tells the field's form by `change` and reads the number
 * out; the server checks what is sent.
 */
class QuantityStepper extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input) return;
    this.querySelector("[data-less]")?.addEventListener("click", () => this.step(-1));
    this.querySelector("[data-more]")?.addEventListener("click", () => this.step(1));
    this.input.addEventListener("input", () => this.bound());
    this.input.addEventListener("keydown", (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      this.step(by);
    });
    this.bound();
  }

  get most() {
    return Number(this.getAttribute("most"));
  }

  get number() {
    return Number.parseInt(this.input?.value ?? "", 10) || 1;
  }

  /** @param {number} by */
  step(by) {
    if (!this.input) return;
    const next = String(Math.min(this.most, Math.max(1, this.number + by)));
    if (next === this.input.value) return;
    this.input.value = next;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    const now = this.querySelector("[data-now]");
    if (now) now.textContent = next;
    this.bound();
  }

  bound() {
    disable(this.querySelector("[data-less]"), this.number <= 1, this.input ?? undefined);
    disable(this.querySelector("[data-more]"), this.number >= this.most, this.input ?? undefined);
  }
}
customElements.define("quantity-stepper", QuantityStepper);
