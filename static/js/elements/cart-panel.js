/**
 * `<cart-panel>`: after "add to cart" the server's answer stands in its dialog, which opens, says so, and gives the focus back when it closes.
 * What could not be added is swapped into the page instead, by headers of the answer.
 */
class CartPanel extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    const news = this.querySelector("[data-news]");
    if (!dialog || !news) return;
    let opened = 0;
    document.addEventListener("htmx:afterSwap", (event) => {
      if (!(event.target instanceof Element && this.contains(event.target))) return;
      if (!dialog.open) dialog.showModal();
      dialog.focus(); // not its first button: a key that is held down must not press it
      opened = event.timeStamp;
      news.textContent = "";
      setTimeout(() => (news.textContent = dialog.querySelector("[data-say]")?.textContent ?? ""), 150);
      document.dispatchEvent(new Event("cart-changed"));
    });
    dialog.addEventListener("click", (event) => {
      // the second of two quick clicks on "add to cart" lands here; it is not meant to close what it opened
      if (event.target === dialog && event.timeStamp - opened > 500) dialog.close();
    });
    for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      document.addEventListener(failure, () => document.querySelector("[data-failed]")?.removeAttribute("hidden"));
    }
    document.addEventListener("htmx:beforeRequest", () => document.querySelector("[data-failed]")?.setAttribute("hidden", ""));
  }
}
customElements.define("cart-panel", CartPanel);
