// The list of papers and the way between the parts of this view. The body of a function that Gradio calls once with
// `element` (search and order) and `trigger`. The address says what is shown: #papers, #papers/in/{filters},
// #papers/topic/3, #papers/map, #papers/time, #papers/paper/ID. Tells the document by the event "part" what is shown.
// Gradio redraws by patching, so what is picked is kept here and put on the buttons after each drawing.
const root = document.documentElement;
const view = document.querySelector("#view-papers");
const found = document.querySelector("#found");
const search = element.querySelector("#search");
const sort = element.querySelector("#sort");
const bar = element.querySelector(".picked");
const sheet = document.head.appendChild(document.createElement("style"));
const panes = { list: "found", map: "map", time: "time", paper: "paper" };
const picked = new Set();
let restriction = {}; // { filters } or { topic }
let start = 0;
let steps = 0; // taken within this page, so that "back" does not leave it
let top = 0; // how far the list was scrolled
let timer;

function ask() {
  clearTimeout(timer);
  trigger("submit", { typed: search.value, sort: sort.value, start, ...restriction });
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // an address that somebody typed
  }
}

function parsed(text) {
  try {
    return JSON.parse(decoded(text));
  } catch {
    return {};
  }
}

function show(part, detail) {
  const before = root.dataset.part;
  root.dataset.part = part;
  const others = Object.keys(panes).filter((each) => each !== part);
  sheet.textContent = others.map((each) => `#app #${panes[each]}`).join(", ") + " { display: none }";
  for (const link of element.querySelectorAll("[data-part]")) {
    if (link.dataset.part === part) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (part === "list" && before !== "list") found.scrollTop = top;
  document.dispatchEvent(new CustomEvent("part", { detail: { part, ...detail } }));
}

function read() {
  const [name, part, ...rest] = location.hash.slice(1).split("/");
  if (name !== "papers") return;
  if (part === "map" || part === "time") return show(part);
  if (part === "paper") return show(part, { id: decoded(rest.join("/")) });
  const before = JSON.stringify(restriction);
  restriction = part === "in" ? { filters: parsed(rest.join("/")) } : part === "topic" ? { topic: Number(rest[0]) } : {};
  if (JSON.stringify(restriction) !== before) start = top = 0;
  show("list");
  ask();
}

// Without a search nothing matches better than anything else.
function order() {
  const empty = !search.value.trim();
  sort.options[0].disabled = empty;
  if (empty && sort.value === "relevance") sort.value = "newest";
}

search.addEventListener("input", () => {
  const began = sort.options[0].disabled && search.value.trim();
  order();
  if (began) sort.value = "relevance";
  start = 0;
  if (root.dataset.part !== "list") {
    location.hash = "papers"; // which asks
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(ask, 120);
});
sort.addEventListener("change", () => {
  start = 0;
  if (root.dataset.part === "list") ask();
  else location.hash = "papers";
});
found.addEventListener("scroll", () => {
  if (root.dataset.part === "list") top = found.scrollTop;
});

function mark() {
  for (const button of view.querySelectorAll("[data-pick]"))
    button.setAttribute("aria-pressed", picked.has(button.dataset.pick));
  bar.hidden = picked.size === 0;
  bar.querySelector(".picked-count").textContent = `${picked.size} picked`;
  bar.querySelector("[data-scope]").dataset.scope = JSON.stringify({ papers: [...picked] });
}

view.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  if (!target) return;
  const { pick, start: to, back } = target.dataset;
  if (pick !== undefined) {
    if (!picked.delete(pick)) picked.add(pick);
    mark();
  } else if (to !== undefined) {
    start = Number(to);
    found.scrollTop = 0;
    ask();
  } else if (back !== undefined) {
    if (steps > 0) history.back();
    else location.hash = "papers";
  } else if (target.matches(".picked-clear, .picked-ask"))
    setTimeout(() => {
      picked.clear();
      mark();
    }); // after the question has taken them over
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key !== "/" || typing || root.dataset.view !== "papers") return;
  event.preventDefault();
  search.focus();
});

const marker = new MutationObserver(mark); // not on what `mark` itself changes
for (const pane of [found, document.querySelector("#paper")])
  marker.observe(pane, { childList: true, subtree: true, attributeFilter: ["data-pick"] });
window.addEventListener("hashchange", () => {
  steps += 1;
  read();
});
order();
read();
