// A part of the papers that is drawn when it is shown. The body of a function that Gradio calls once with `element` and
// `trigger`; the part's name is the id of its component. A page about another paper is hidden until its own is there;
// then the reader's focus, which a drawing may lose, is put on its title.
const part = element.closest("#paper, #map, #time");
const sheet = document.head.appendChild(document.createElement("style"));
let wanted;

function shown({ part: name, id }) {
  if (name !== part.id) return;
  wanted = id;
  const now = part.querySelector("[data-paper]")?.dataset.paper;
  if (now !== id) sheet.textContent = `#app #${part.id} > * { visibility: hidden }`;
  else part.scrollTop = 0;
  trigger("submit", { id });
}

new MutationObserver(() => {
  const now = part.querySelector("[data-paper]")?.dataset.paper;
  if (now !== undefined && now !== wanted) return;
  if (sheet.textContent) part.scrollTop = 0;
  sheet.textContent = "";
  if (wanted !== undefined && document.activeElement === document.body) part.querySelector("h2")?.focus({ preventScroll: true });
}).observe(part, { childList: true, subtree: true, attributeFilter: ["data-paper"] });

document.addEventListener("part", (event) => shown(event.detail));
