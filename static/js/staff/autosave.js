/** Keeps what staff type into an article every few seconds, so that a closed window loses nothing. Saving stays their own deed. */
const status = document.querySelector("[data-autosave]");
const form = document.querySelector("#post_form");
const EVERY = 10_000; // milliseconds

if (status instanceof HTMLElement && form instanceof HTMLFormElement) {
  const typed = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "csrfmiddlewaretoken") data.append(name, value);
    for (const field of form.elements) {
      const isEmpty = field instanceof HTMLInputElement && field.type === "checkbox" && !field.checked;
      if (isEmpty || (field instanceof HTMLSelectElement && field.multiple && !field.selectedOptions.length)) data.append(field.name, "");
    }
    return data;
  };
  let kept = typed().toString();
  const keep = async () => {
    const data = typed();
    if (data.toString() === kept) return;
    try {
      const response = await fetch(status.dataset.autosave ?? "", { method: "POST", body: data, keepalive: data.toString().length < 60_000 });
      if (!response.ok) throw new Error(String(response.status));
      kept = data.toString();
      status.textContent = `${status.dataset.kept} ${(await response.json()).at}`;
    } catch {
      status.textContent = status.dataset.failed ?? "";
    }
  };
  setInterval(keep, EVERY);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
}
