// Asking, editing, copying. The body of a function that Gradio calls once with `element` (the conversation) and
// `trigger`. Makes no markup, cuts no text.
const box = () => document.querySelector("#question textarea");
let newest = "";
let working = false;
const last = () => element.querySelector(".turn:last-of-type");

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("button");
  if (!target) return;
  const { ask, retry, edit, copy, question } = target.dataset;
  if (ask !== undefined) trigger("submit", { question: ask });
  if (retry !== undefined) trigger("submit", { question, again: Number(retry) });
  if (edit !== undefined) {
    trigger("edit", { turn: Number(edit), question: question ?? "" });
    box().focus();
  }
  if (copy !== undefined) put(copy).then((done) => say(target, done ? "Copied" : "Not copied"));
});

async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return putTheOldWay(text); // without https there is no clipboard
  }
}

function putTheOldWay(text) {
  const area = document.body.appendChild(document.createElement("textarea"));
  area.value = text;
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

function say(button, words) {
  const before = button.textContent;
  button.textContent = words;
  setTimeout(() => (button.textContent = before), 1500);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && document.documentElement.dataset.view === "ask") {
    event.preventDefault();
    box().focus();
  }
  if (event.key === "ArrowUp" && event.target === box() && !box().value) last()?.querySelector("[data-edit]")?.click();
});

// A turn is new when it stands in a new place, and when its steps begin again after an edit.
new MutationObserver(() => {
  const turn = last();
  const live = !!turn?.querySelector(".steps");
  const begins = (turn?.id ?? "") !== newest || (live && !working);
  newest = turn?.id ?? "";
  working = live;
  if (!begins) return;
  document.dispatchEvent(new CustomEvent("turn"));
  turn?.scrollIntoView({ block: "start" });
}).observe(element, { childList: true, subtree: true });
