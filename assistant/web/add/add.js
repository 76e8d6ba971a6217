// The Add view: sends files, pasted text and what to fetch, asks before a source is removed, has the page redrawn while work goes on.
// The body of a function that Gradio calls once with `element` (the form) and `trigger`. Makes no markup.
const view = document.querySelector("#view-add");
const drop = element.querySelector(".drop");
const dialog = element.querySelector("dialog");
const limit = Number(drop.dataset.limit);
const UNREACHED = "the server could not be reached. Try again.";
const problems = [];
let status = "";
let sending = Promise.resolve();
let removing = null;

const redraw = (data = {}) => trigger("submit", data);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

function say(words) {
  status = words ?? status;
  const line = element.querySelector(".sending");
  line.textContent = [...problems, status].filter(Boolean).join("\n");
  line.classList.toggle("wrong", problems.length > 0);
}

// One file after the other, so that they are taken in the order in which they were chosen.
function send(name, body) {
  sending = sending.then(() => post(name, body)).then(() => redraw());
}

function post(name, body) {
  const shown = name || "the text";
  if (body.size > limit) {
    problems.push(`${shown} has ${megabytes(body.size)}, and at most ${megabytes(limit)} are taken. Split it.`);
    return say("");
  }
  const address = new URL("add", document.baseURI);
  address.searchParams.set("name", name);
  address.searchParams.set("date", element.querySelector(".day").value);
  address.searchParams.set("form", element.querySelector(".form").value);
  return new Promise((done) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
    request.upload.onprogress = (event) =>
      say(`Sending ${shown}: ${Math.round((100 * event.loaded) / Math.max(event.total, 1))} %`);
    request.onloadend = () => {
      if (request.status !== 202) problems.push(`${shown}: ${reason(request)}`);
      say("");
      done();
    };
    say(`Sending ${shown} …`);
    request.open("POST", address);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(body);
  });
}

function reason(request) {
  try {
    return JSON.parse(request.responseText).error;
  } catch {
    return UNREACHED;
  }
}

function sendFiles(files) {
  problems.length = 0;
  for (const file of files) send(file.name, file);
}

function sendText() {
  const area = element.querySelector("textarea");
  const name = element.querySelector("input.name");
  problems.length = 0;
  if (!area.value.trim()) problems.push("There is no text to add. Paste some first.");
  else send(name.value.trim(), new Blob([area.value.replace(/\r?\n/g, "\n")]));
  if (area.value.trim()) area.value = name.value = "";
  say("");
}

element.addEventListener("change", (event) => {
  if (!event.target.matches(".files")) return;
  sendFiles([...event.target.files]);
  event.target.value = ""; // the same file may be chosen again
});

for (const kind of ["dragenter", "dragover"])
  view.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
view.addEventListener("dragleave", (event) => {
  if (!view.contains(event.relatedTarget)) drop.classList.remove("over");
});
view.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  sendFiles([...event.dataTransfer.files]);
});

view.addEventListener("submit", async (event) => {
  event.preventDefault();
  problems.length = 0;
  const form = event.target;
  const address = new URL("fetch", document.baseURI);
  address.searchParams.set("service", form.dataset.service);
  for (const [name, value] of new FormData(form)) if (value.trim()) address.searchParams.set(name, value.trim());
  const answer = await fetch(address, { method: "POST" }).catch(() => null);
  if (answer?.status !== 202) problems.push((await answer?.json().catch(() => null))?.error ?? UNREACHED);
  say("");
  redraw();
});

view.addEventListener("click", (event) => {
  const data = event.target.closest("button")?.dataset;
  if (!data) return;
  if (data.paste !== undefined) sendText();
  if (data.clear !== undefined) redraw({ clear: true });
  if (data.retry !== undefined) redraw({ retry: Number(data.retry) });
  if (data.keep !== undefined || data.sure !== undefined) dialog.close();
  if (data.sure !== undefined) redraw({ remove: removing });
  if (data.remove === undefined) return;
  removing = data.remove;
  dialog.querySelector(".what").textContent = `${data.name}. ${data.told}`;
  dialog.showModal();
});

document.addEventListener("view", (event) => {
  if (event.detail === "add") redraw();
});
if (document.documentElement.dataset.view === "add") redraw();
setInterval(() => {
  if (!document.hidden && document.querySelector("#add-jobs .active")) redraw();
}, 700);
