// The watched questions. The body of a function that Gradio calls once with `element` (the list) and `trigger`.
document.addEventListener("view", (event) => {
  if (event.detail === "watches") trigger("select");
});
if (document.documentElement.dataset.view === "watches") trigger("select");

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-watch], [data-unwatch], [data-look]");
  if (!target) return;
  const { watch, unwatch, look } = target.dataset;
  if (look !== undefined && !target.disabled) {
    target.disabled = true; // until the list is drawn anew
    target.textContent = "Looking";
    trigger("edit", { watch: look });
  }
  if (unwatch !== undefined) trigger("delete", { watch: unwatch });
  if (watch === undefined) return;
  trigger("submit", { turn: watch });
  target.textContent = "Watching";
  target.setAttribute("aria-label", "Watching for new papers that answer this");
});
