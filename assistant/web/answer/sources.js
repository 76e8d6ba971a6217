// The source beside the answer, and the quote that a chip shows when it is pointed at. Called like ask.js.
// Gradio redraws by patching, so nothing here is kept in an element it draws: the shown source is a rule in a style
// sheet of our own, the quote stands in an element of our own, as text.
const sheet = document.head.appendChild(document.createElement("style"));
const tip = document.body.appendChild(document.createElement("div"));
const root = document.documentElement;
let opener = null;
tip.id = "tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;

const words = (cite) => `mark[data-cites~="${Number(cite)}"]`;
const marks = ({ turn, cite }) =>
  document.querySelectorAll(`#sources .sources[data-turn="${Number(turn)}"] ${words(cite)}`);

function open(chip) {
  const { turn, cite } = chip.dataset;
  const mark = marks(chip.dataset)[0];
  const card = mark?.closest(".card");
  if (!card) return;
  sheet.textContent =
    "#app #sources .card, #app #sources .none { display: none }" +
    `#app #sources #${card.id} { display: flex }` +
    `#app #${card.id} ${words(cite)} { background: var(--mark-strong) }` +
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

function hint(chip) {
  const found = [...marks(chip.dataset)].map((mark) => mark.textContent).join("");
  if (!found) return;
  tip.textContent = `“${found}”`;
  tip.hidden = false;
  chip.setAttribute("aria-describedby", "tip");
  const at = chip.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left + at.width / 2 - size.width / 2), innerWidth - size.width - 8);
  const above = at.top - size.height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

const unhint = () => (tip.hidden = true);

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("button");
  if (!target) return;
  if (target.dataset.close !== undefined) close();
  if (target.dataset.cite === undefined) return;
  unhint();
  const card = open(target);
  if (element.contains(target)) opener = target;
  if (card && event.detail === 0) card.focus(); // by keyboard: the reader follows
});

const chipAt = (event) => event.target.closest?.("#feed .chip");
document.addEventListener("mouseover", (event) => (chipAt(event) ? hint(chipAt(event)) : unhint()));
document.addEventListener("focusin", (event) =>
  chipAt(event)?.matches(":focus-visible") ? hint(chipAt(event)) : unhint(),
);
document.addEventListener("scroll", unhint, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!tip.hidden) unhint();
  if (root.classList.contains("reading")) close();
  else document.querySelector("#stop")?.click();
});

document.addEventListener("turn", () => {
  sheet.textContent = "";
  root.classList.remove("reading");
});
