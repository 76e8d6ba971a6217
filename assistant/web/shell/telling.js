// Says to a screen reader that an answer is being made, and that it is done. Called like ask.js. What is said stands in an
// element of our own: one that comes with its words already in it is not read out. The words are the turn's data-told.
const said = document.body.appendChild(document.createElement("p"));
said.id = "said";
said.setAttribute("role", "status");
let working = false;

new MutationObserver(() => {
  const turn = element.querySelector(".turn:last-of-type");
  const told = turn?.dataset.told ?? "";
  const works = turn?.querySelector(".steps") != null;
  if (works !== working) said.textContent = told; // a conversation that is only opened is not read out
  working = works;
}).observe(element, { childList: true, subtree: true, attributeFilter: ["data-told"] });
