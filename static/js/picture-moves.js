/**
 * The picture of a card grows into the large picture of its page, and back: both bear one name while the browser crosses from page to page.
 * A browser without such transitions never tells of them, and for people who want no movement the stylesheet has none.
 */
const MOVING = "card__picture--moving";

/** @param {ViewTransition | null | undefined} transition @param {string | null | undefined} address of the page on the other side */
function markPicture(transition, address) {
  if (!transition || !address) return;
  for (const link of document.querySelectorAll(".card__name a")) {
    const picture = link instanceof HTMLAnchorElement && link.href === address ? link.closest(".card")?.querySelector(".card__picture") : null;
    const box = picture?.getBoundingClientRect();
    if (!picture || !box || box.bottom < 0 || box.top > innerHeight) continue;
    picture.classList.add(MOVING);
    transition.finished.finally(() => picture.classList.remove(MOVING));
    return; // a name may stand on a page once
  }
}

addEventListener("pageswap", (event) => markPicture(event.viewTransition, event.activation?.entry?.url));
addEventListener("pagereveal", (event) => {
  const { navigation } = /** @type {{ navigation?: { activation?: NavigationActivation } }} */ (/** @type {unknown} */ (globalThis));
  markPicture(event.viewTransition, navigation?.activation?.from?.url);
});
