// Lists sorted by the reader. Called like ask.js. Gradio's patches put the rows back as they were, so the wish is kept
// here, by turn and table, and carried out again after each of them.
const wishes = new Map(); // "turn table" -> { column, down }

function sort(table, { column, down }) {
  const heads = [...table.tHead.rows[0].cells];
  const place = heads.findIndex((head) => head.querySelector(`[data-sort="${column}"]`));
  if (place < 0) return;
  const rows = [...table.tBodies[0].rows];
  const key = (row) => row.cells[place].dataset.key ?? "";
  const order = [...rows].sort((a, b) => {
    if (!key(a) || !key(b)) return key(a) ? -1 : key(b) ? 1 : 0; // what is not known comes last, either way
    return (down ? -1 : 1) * key(a).localeCompare(key(b));
  });
  heads.forEach((head, i) => {
    if (i === place) head.setAttribute("aria-sort", down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  if (order.some((row, i) => row !== rows[i])) table.tBodies[0].append(...order);
}

function nameOf(table) {
  const turn = table.closest(".turn");
  return `${turn?.id} ${[...(turn?.querySelectorAll("table.list") ?? [])].indexOf(table)}`;
}

element.addEventListener("click", (event) => {
  const { sort: column } = event.target.closest("button")?.dataset ?? {};
  if (column === undefined) return;
  const table = event.target.closest("table");
  const before = wishes.get(nameOf(table));
  const down = before?.column === column ? !before.down : column !== "paper"; // the most relevant, the newest first
  wishes.set(nameOf(table), { column, down });
  sort(table, { column, down });
});

document.addEventListener("turn", () => {
  const last = element.querySelector(".turn:last-of-type")?.id;
  for (const name of wishes.keys()) if (name.startsWith(`${last} `)) wishes.delete(name); // the same place, another answer
});

new MutationObserver(() => {
  for (const table of element.querySelectorAll("table.list")) {
    const wish = wishes.get(nameOf(table));
    if (wish) sort(table, wish);
  }
}).observe(element, { childList: true, subtree: true });
