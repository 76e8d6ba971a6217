// Whoever goes by keyboard keeps a place: where what had the focus is gone, the row it came from, else the field of the
// view, has it. The body of a function that Gradio calls once; the mouse and the finger are left alone.
const FIELDS = { ask: "#question textarea", papers: "#search", history: "#find input, #find textarea", add: ".files" };
const SETTLED = 250; // milliseconds: a view that puts the focus somewhere itself has done so by then
const app = document.querySelector("#app");
let keys = true;
let had = null;
let left = ""; // the address before this one
let timer;

const gone = (it) => !it.isConnected || !it.checkVisibility() || it.disabled;

function place() {
  const row = left && document.querySelector(`#found a[href="${CSS.escape(left)}"]`);
  return row && !gone(row) ? row : document.querySelector(`#app ${FIELDS[document.documentElement.dataset.view]}`);
}

function keep() {
  const now = document.activeElement;
  if (!had || !gone(had) || (now !== document.body && now !== had)) return;
  had = null;
  place()?.focus({ preventScroll: true });
}

function later() {
  if (!had || !gone(had)) return;
  clearTimeout(timer);
  timer = setTimeout(keep, SETTLED);
}

document.addEventListener("keydown", () => (keys = true), true);
document.addEventListener("pointerdown", () => (keys = false), true);
document.addEventListener("focusin", (event) => (had = keys ? event.target : null));
window.addEventListener("hashchange", (event) => (left = new URL(event.oldURL).hash));
document.addEventListener("view", later);
document.addEventListener("part", later);
new MutationObserver(later).observe(app, { childList: true, subtree: true, attributeFilter: ["class", "disabled"] });
