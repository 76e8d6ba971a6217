// The list of conversations. The body of a function that Gradio calls once with `element` (the list) and `trigger`.
// Also remembers, for this tab alone, which conversation it shows, so that a reload goes on with it.
const dialog = (name) => document.getElementById(`${name}-dialog`);
let shown = false; // a conversation was: from then on an empty page is one that was begun anew

function remember() {
  const last = [...document.querySelectorAll("#feed .turn")].at(-1);
  if (last?.dataset.record) {
    shown = true;
    sessionStorage.setItem("turn", last.dataset.record);
  } else if (shown) sessionStorage.removeItem("turn");
}

(function watch() {
  const feed = document.getElementById("feed");
  if (!feed) return requestAnimationFrame(watch); // it may be made after this list
  new MutationObserver(remember).observe(feed, { childList: true, subtree: true, attributeFilter: ["data-record"] });
})();

document.addEventListener("view", (event) => {
  if (event.detail === "history") trigger("load");
});
if (document.documentElement.dataset.view === "history") trigger("load");

function ask(name, thread, title) {
  const box = dialog(name);
  box.dataset.thread = thread;
  const field = box.querySelector("input");
  if (field) field.value = title;
  const which = box.querySelector(".which");
  if (which) which.textContent = title;
  box.showModal();
  field?.select();
}

element.addEventListener("click", (event) => {
  const data = event.target.closest("button")?.dataset ?? {};
  if (data.open) trigger("select", { thread: data.open });
  if (data.rename) ask("rename", data.rename, data.title);
  if (data.delete) ask("delete", data.delete, data.title);
});

document.addEventListener("click", (event) => {
  if (event.target.matches?.("[data-cancel]")) event.target.closest("dialog").close();
});

document.addEventListener("submit", (event) => {
  const box = event.target.closest("dialog");
  const thread = box?.dataset.thread;
  if (box === dialog("rename")) trigger("edit", { thread, title: box.querySelector("input").value });
  if (box === dialog("delete")) trigger("delete", { thread });
});

const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
new MutationObserver(() => {
  for (const time of element.querySelectorAll("time")) {
    const own = when.format(new Date(time.dateTime));
    if (time.textContent !== own) time.textContent = own;
  }
}).observe(element, { childList: true, characterData: true, subtree: true });
