/** `<article-counts>` tells the shop that an article was on the screen for ten seconds, and that one of its goods was clicked; nothing else. */
class ArticleCounts extends HTMLElement {
  connectedCallback() {
    const { article, reads = "", clicks = "" } = this.dataset;
    const goods = `a[href$="?article=${article}"], form:has([name=article])`;
    let seconds = 0;
    const clock = setInterval(() => {
      if (document.hidden || ++seconds < 10) return; // a page that is drawn ahead is hidden, too
      clearInterval(clock);
      navigator.sendBeacon(reads);
    }, 1000);
    for (const kind of ["click", "auxclick", "submit"]) {
      document.addEventListener(kind, (event) => {
        const found = event.target instanceof Element && event.target.closest(goods);
        const menu = event instanceof MouseEvent && event.button === 2;
        if (found && !menu && (kind === "submit") === (found instanceof HTMLFormElement)) navigator.sendBeacon(clicks);
      });
    }
  }
}
customElements.define("article-counts", ArticleCounts);
