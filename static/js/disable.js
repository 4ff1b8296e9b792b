/**
 * Switch a button off or on; one that had the focus hands it over first, so that it is not lost.
 * @param {Element | null | undefined} button @param {boolean} off @param {HTMLElement} [heir]
 */
export function disable(button, off, heir) {
  if (!(button instanceof HTMLButtonElement)) return;
  if (off && document.activeElement === button) heir?.focus({ preventScroll: true });
  button.disabled = off;
}
