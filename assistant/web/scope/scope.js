// What the next question is asked within. The body of a function that Gradio calls once with `element` (the line above
// the question) and `trigger`. The server draws the line and keeps the filters; they stand in its data-filters.
const box = document.querySelector("#scope-panel");
const root = document.documentElement;
const now = () => JSON.parse(element.querySelector(".scope")?.dataset.filters ?? "{}");
const set = (filters) => trigger("submit", { filters });

function open() {
  root.classList.add("scoping");
  trigger("submit", { open: true });
}

function close(back) {
  if (!root.classList.contains("scoping")) return;
  root.classList.remove("scoping");
  if (back) element.querySelector(".scope-open")?.focus();
}

function drop(field, value) {
  const filters = now();
  if (field === "dates") {
    delete filters.since;
    delete filters.until;
  } else if (value) filters[field] = filters[field].filter((each) => each !== value);
  else delete filters[field];
  set(field === "*" ? {} : filters);
}

// The panel shows what is set, also where that changed elsewhere.
function tick() {
  const filters = now();
  for (const input of box.querySelectorAll("input")) {
    if (input.type === "date") {
      if (document.activeElement !== input) input.value = filters[input.name] ?? "";
    } else input.checked = (filters[input.name] ?? []).includes(input.value);
  }
}

box.addEventListener("change", (event) => {
  const filters = now();
  const { name, type, value, validity } = event.target;
  if (type === "date") {
    if (!validity.badInput) filters[name] = value;
  } else filters[name] = [...box.querySelectorAll(`input[name="${name}"]:checked`)].map((each) => each.value);
  set(filters);
});

document.addEventListener("scope", (event) => {
  close(false);
  set(event.detail);
});

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-scope-open], [data-scope-close], [data-drop]");
  if (!target) {
    if (!event.target.closest?.("#scope-panel")) close(false);
    return;
  }
  if (target.dataset.drop !== undefined) drop(target.dataset.drop, target.dataset.value);
  else if (target.dataset.scopeClose !== undefined || root.classList.contains("scoping")) close(true);
  else open();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close(true);
});
document.addEventListener("view", () => close(false));

new MutationObserver(() => {
  tick();
  if (root.classList.contains("scoping") && !box.contains(document.activeElement)) box.querySelector("input, button")?.focus();
}).observe(box, { childList: true, subtree: true });
new MutationObserver(tick).observe(element, { childList: true, subtree: true, attributes: true });
