// The way from view to view. The body of a function that Gradio calls once with `element` (the navigation).
// The address names the view, "#papers" or "#papers/map", so that the browser's own back button works. Anything anywhere may say
//   data-go="papers"      show a view
//   data-fill="question"  show Ask with this question in the box, to be sent by the reader
//   data-scope="{...}"    restrict the next questions: told to the document as the event "scope", its detail the JSON
// and any script may say document.dispatchEvent(new CustomEvent("go", { detail: "ask" })). A view that wants to know
// when it is seen listens for the document's event "view", its detail the view's name.
const names = [...document.querySelectorAll("#app .view")].map((view) => view.id.replace("view-", ""));
const root = document.documentElement;
const sheet = document.head.appendChild(document.createElement("style")); // Gradio redraws classes as it likes

function show(path) {
  let [name] = path.split("/"); // the rest is the view's own
  if (!names.includes(name)) name = names[0];
  root.dataset.view = name;
  sheet.textContent = `#app .view { display: none } #app #view-${name} { display: flex }`;
  for (const link of element.querySelectorAll("a")) {
    if (link.dataset.go === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.dispatchEvent(new CustomEvent("view", { detail: name }));
}

function go(name) {
  if (root.dataset.view === name) return;
  location.hash = name;
  show(name); // at once: what is not seen cannot be focused
}

function fill(question) {
  const box = document.querySelector("#question textarea");
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => box.focus());
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-go], [data-fill], [data-scope], [data-ask]");
  if (!target) return;
  const { go: view, fill: question, scope, ask } = target.dataset;
  if (scope !== undefined) document.dispatchEvent(new CustomEvent("scope", { detail: JSON.parse(scope) }));
  if (question !== undefined) fill(question);
  if (question !== undefined || scope !== undefined || ask !== undefined) go("ask");
  if (view !== undefined && target.tagName !== "A") go(view);
});

document.addEventListener("go", (event) => go(event.detail));
window.addEventListener("hashchange", () => show(location.hash.slice(1)));
show(location.hash.slice(1));
