/** `<quantity-stepper>`: − and + beside a plain text field; the server checks what is sent. */
class QuantityStepper extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input) return;
    for (const [selector, step] of /** @type {[string, number][]} */ ([["[data-less]", -1], ["[data-more]", 1]])) {
      const button = this.querySelector(selector);
      if (!(button instanceof HTMLButtonElement)) continue;
      button.hidden = false;
      button.addEventListener("click", () => {
        const now = Number.parseInt(input.value, 10) || 1;
        input.value = String(Math.min(10, Math.max(1, now + step)));
      });
    }
  }
}
customElements.define("quantity-stepper", QuantityStepper);
