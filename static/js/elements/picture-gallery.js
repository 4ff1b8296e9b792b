/** `<picture-gallery>`: a thumb shows its picture large instead of leaving the page. */
class PictureGallery extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const thumb = event.target instanceof Element ? event.target.closest("[data-thumb]") : null;
      const main = this.querySelector("[data-main] img");
      const small = thumb?.querySelector("img");
      if (!(thumb instanceof HTMLAnchorElement) || !(main instanceof HTMLImageElement) || !small) return;
      event.preventDefault();
      main.srcset = thumb.dataset.srcset ?? "";
      main.src = thumb.href;
      main.alt = small.alt;
      for (const other of this.querySelectorAll("[data-thumb]")) other.removeAttribute("aria-current");
      thumb.setAttribute("aria-current", "true");
    });
  }
}
customElements.define("picture-gallery", PictureGallery);
