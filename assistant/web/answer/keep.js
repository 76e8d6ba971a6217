// Thumbs and comments below answers, and menus that close. The body of a function that Gradio calls once with
// `trigger`. While an answer is being made nothing is rated: the page is about to be drawn anew.
const busy = () => document.querySelector('#feed [aria-busy="true"]') !== null;

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("button");
  const { rate, comment, good } = target?.dataset ?? {};
  if (rate && !busy()) {
    const back = target.getAttribute("aria-pressed") === "true";
    trigger("like", back ? { turn: rate } : { turn: rate, good: good === "1" });
  }
  if (comment && !busy()) {
    const words = target.closest(".comment").querySelector("textarea").value;
    trigger("like", { turn: comment, good: good === "1", comment: words });
  }
  for (const menu of document.querySelectorAll("details.saving[open]")) {
    if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.saving[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
