/** `<share-link data-url="…">` opens the device's own way of sharing, or copies the address; no third party hears of it. */
class ShareLink extends HTMLElement {
  connectedCallback() {
    const { url = "", title = "", done = "" } = this.dataset;
    const status = this.querySelector("[role=status]");
    const own = typeof navigator.share === "function"; // neither is there for a page that came without encryption
    this.hidden = !own && !navigator.clipboard;
    this.querySelector("button")?.addEventListener("click", async () => {
      try {
        if (own) return void (await navigator.share({ url, title }));
        await navigator.clipboard.writeText(url);
        if (status) status.textContent = done;
      } catch {
        // the reader thought better of it
      }
    });
  }
}
customElements.define("share-link", ShareLink);
