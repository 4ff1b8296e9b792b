/**
 * `<search-box src="…">`: suggestions while typing, after the ARIA pattern of a combobox with a list. The focus stays in the field;
 * arrow keys move through the list, Enter follows, Escape closes. Without it the box is a plain form.
 */
class SearchBox extends HTMLElement {
  #asked = "";
  #timer = 0;
  #request = new AbortController();
  #at = -1;

  connectedCallback() {
    const input = this.querySelector("input");
    const panel = this.querySelector("[data-panel]");
    const status = this.querySelector("[data-status]");
    if (!input || !(panel instanceof HTMLElement) || !status) return;
    this.input = input;
    this.panel = panel;
    this.status = status;
    panel.id = `${input.id}-suggestions`;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" })) input.setAttribute(name, value);
    input.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), 140);
    });
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("focus", () => this.#show(this.#options().length > 0 && this.#asked === input.value.trim()));
    this.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.#show(false);
    });
    panel.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus until the click is done
  }

  #options() {
    return /** @type {HTMLAnchorElement[]} */ ([...(this.panel?.querySelectorAll("a[role=option]") ?? [])]);
  }

  async #ask() {
    if (!this.input || !this.panel || !this.status) return;
    const query = this.input.value.trim();
    if (query === this.#asked) return;
    this.#request.abort();
    this.#request = new AbortController();
    try {
      const url = `${this.getAttribute("src")}?${new URLSearchParams({ q: query })}`;
      const response = query.length > 1 ? await fetch(url, { headers: { Accept: "text/html" }, signal: this.#request.signal }) : null;
      this.panel.innerHTML = response?.ok ? await response.text() : "";
    } catch {
      return; // offline, or overtaken by the next letter: the form still works
    }
    this.#asked = query;
    const list = this.panel.querySelector("[role=listbox]");
    const options = this.#options();
    if (list) list.id = `${this.panel.id}-list`;
    options.forEach((option, place) => (option.id = `${this.panel?.id}-${place}`));
    this.#mark(-1);
    this.#show(options.length > 0 && document.activeElement === this.input);
    this.status.textContent = options.length ? `${options.length} ${list?.getAttribute("aria-label") ?? ""}` : "";
  }

  /** @param {boolean} open */
  #show(open) {
    if (!this.input || !this.panel) return;
    this.panel.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (open) this.input.setAttribute("aria-controls", `${this.panel.id}-list`);
    else this.input.removeAttribute("aria-controls");
    if (!open) this.#mark(-1);
  }

  /** @param {number} place */
  #mark(place) {
    const options = this.#options();
    this.#at = place;
    options.forEach((option, other) => option.setAttribute("aria-selected", String(other === place)));
    options[place]?.scrollIntoView({ block: "nearest" });
    if (options[place]) this.input?.setAttribute("aria-activedescendant", options[place].id);
    else this.input?.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return; // the keys belong to the Japanese input method
    const options = this.#options();
    const open = !this.panel?.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      if (!open) this.#show(true);
      const count = options.length + 1; // the field itself is one of the places
      this.#mark(((this.#at + 1 + step + count) % count) - 1);
    } else if (event.key === "Enter" && open && options[this.#at]) {
      event.preventDefault();
      options[this.#at]?.click();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.#show(false);
    }
  }
}
customElements.define("search-box", SearchBox);
