// What the page does by itself: open sources, keep the newest question in view, put examples to the server.
// The body of a function that Gradio calls once with `element` (the conversation) and `trigger`. Makes no markup,
// cuts no text. Gradio redraws by patching, so nothing here is kept in an element it draws: the shown
// source is a rule in a style sheet of our own.
const sheet = document.head.appendChild(document.createElement("style"));
const root = document.documentElement;
let opener = null;

function open(chip) {
  const { turn, cite } = chip.dataset;
  const words = `mark[data-cites~="${Number(cite)}"]`;
  const mark = document.querySelector(`.sources[data-turn="${Number(turn)}"] ${words}`);
  const card = mark?.closest(".card");
  if (!card) return;
  sheet.textContent =
    "#app #sources .card, #app #sources .none { display: none }" +
    `#app #sources #${card.id} { display: flex }` +
    `#app #${card.id} ${words} { background: var(--mark-strong) }` +
    `#app .chip[data-turn="${Number(turn)}"][data-cite="${Number(cite)}"] { background: var(--accent); color: var(--on-accent) }`;
  root.classList.add("reading");
  const page = card.querySelector(".abstract");
  page.scrollTop += mark.getBoundingClientRect().top - page.getBoundingClientRect().top - 48;
  return card;
}

function close() {
  root.classList.remove("reading");
  opener?.focus();
  opener = null;
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  if (!target) return;
  if (target.dataset.ask !== undefined) trigger("submit", { question: target.dataset.ask });
  if (target.dataset.close !== undefined) close();
  if (target.dataset.cite === undefined) return;
  const card = open(target);
  if (element.contains(target)) opener = target;
  if (card && event.detail === 0) card.focus(); // by keyboard: the reader follows
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

let newest = "";
new MutationObserver(() => {
  const turn = element.querySelector(".turn:last-of-type");
  if ((turn?.id ?? "") === newest) return;
  newest = turn?.id ?? "";
  sheet.textContent = "";
  root.classList.remove("reading");
  turn?.scrollIntoView({ block: "start" });
}).observe(element, { childList: true });
