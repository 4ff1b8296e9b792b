/**
 * `<live-listing>`: a list follows its filters at once, without a page of its own for each tick.
 * It asks for the same address that the form would, and puts the answer's parts (`data-part`) in place of its own.
 */
class LiveListing extends HTMLElement {
  connectedCallback() {
    this.toggleAttribute("data-live", true);
    this.addEventListener("change", (event) => {
      const form = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement ? event.target.form : null;
      if (form?.id === "facets-form") this.show(this.address(form));
    });
    this.addEventListener("submit", (event) => {
      if (!(event.target instanceof HTMLFormElement) || event.target.id !== "facets-form") return;
      event.preventDefault();
      this.show(this.address(event.target));
      /** @type {HTMLElement | null} */ (this.querySelector("#facets:popover-open"))?.hidePopover();
    });
    this.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[data-swap]") : null;
      if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.show(link.href);
      document.getElementById("listing-count")?.focus();
    });
    addEventListener("popstate", () => location.reload());
  }

  /** @param {HTMLFormElement} form */
  address(form) {
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    return `${form.action}?${new URLSearchParams(/** @type {[string, string][]} */ (filled))}`;
  }

  /** @param {string} address */
  async show(address) {
    this.latest?.abort();
    this.latest = new AbortController();
    try {
      const response = await fetch(address, { signal: this.latest.signal, headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      this.put(page);
      document.title = page.title;
      history.pushState(null, "", response.url);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
    }
  }

  /** @param {Document} page */
  put(page) {
    const focused = document.activeElement?.id;
    const unfolded = new Map([...this.querySelectorAll("details[id]")].map((fold) => [fold.id, fold.hasAttribute("open")]));
    for (const part of this.querySelectorAll("[data-part]")) {
      const fresh = page.querySelector(`[data-part="${part.getAttribute("data-part")}"]`);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
    for (const [id, open] of unfolded) document.getElementById(id)?.toggleAttribute("open", open);
    if (focused && focused !== document.activeElement?.id) document.getElementById(focused)?.focus();
    for (const link of document.querySelectorAll("link[rel=canonical], a[hreflang]")) {
      const fresh = page.querySelector(link.matches("a") ? `a[hreflang="${link.getAttribute("hreflang")}"]` : "link[rel=canonical]");
      if (fresh) link.setAttribute("href", fresh.getAttribute("href") ?? "");
    }
  }
}
customElements.define("live-listing", LiveListing);
