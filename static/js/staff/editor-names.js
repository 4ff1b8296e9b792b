/** Gives each text editor the name of its field, which the editor itself leaves to a label that leads to a hidden box. */
const nameEditors = () => {
  for (const label of document.querySelectorAll(".form-row label[for]")) {
    const editor = label.closest(".form-row, .fieldBox")?.querySelector("[contenteditable=true]:not([aria-labelledby])");
    if (!editor) continue;
    label.id ||= `${label.getAttribute("for")}_label`;
    editor.setAttribute("aria-labelledby", label.id);
  }
};

nameEditors();
new MutationObserver(nameEditors).observe(document.querySelector("#post_form") ?? document.body, { childList: true, subtree: true });
