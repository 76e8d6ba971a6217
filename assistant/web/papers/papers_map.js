// Draws the map of the papers on its canvas. The body of a function that Gradio calls once with `element` and `trigger`.
// Places, topics and titles come as JSON in data-dots. Everything here can be had without it: the topics are a list.
const root = document.documentElement;
const REACH = 14; // pixels from a dot that still hit it
let drawn; // what is drawn now: { text, dots, topics, canvas }
let zoom = 1;
let shift = [0, 0];
let lit = null; // the topic that is pointed at
let near = null; // the dot that is
let waiting;

const dark = () => document.body.classList.contains("dark") || root.classList.contains("dark");
const color = (hue, alpha) => `oklch(${dark() ? "0.76 0.1" : "0.6 0.12"} ${hue} / ${alpha})`;
const variable = (name) => getComputedStyle(element).getPropertyValue(name).trim();

function place([x, y]) {
  const { clientWidth: w, clientHeight: h } = drawn.canvas;
  const edge = 28;
  return [
    (edge + x * (w - 2 * edge) - w / 2) * zoom + w / 2 + shift[0],
    (edge + (1 - y) * (h - 2 * edge) - h / 2) * zoom + h / 2 + shift[1],
  ];
}

function draw() {
  const { canvas, dots, topics } = drawn;
  const { clientWidth: w, clientHeight: h } = canvas;
  if (!w) return;
  const ratio = devicePixelRatio || 1;
  if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
    canvas.width = Math.round(w * ratio);
    canvas.height = Math.round(h * ratio);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, w, h);
  const size = Math.min(6, Math.max(2.2, Math.sqrt((w * h) / dots.length) / 6)) * Math.sqrt(zoom);
  for (const dot of dots) {
    const [x, y] = place(dot);
    if (x < -9 || y < -9 || x > w + 9 || y > h + 9) continue;
    pen.fillStyle = color(topics[dot[2]].hue, lit === null ? 0.72 : lit === dot[2] ? 0.95 : 0.12);
    pen.beginPath();
    pen.arc(x, y, size, 0, 7);
    pen.fill();
  }
  label(pen, w, h);
  if (near) {
    const [x, y] = place(near);
    pen.strokeStyle = variable("--ink");
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x, y, size + 3, 0, 7);
    pen.stroke();
  }
}

const middle = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

// The first words of each topic in the midst of its dots; the largest first, none over another.
function label(pen, w, h) {
  pen.font = `600 ${w < 500 ? 12 : 13.5}px system-ui, sans-serif`;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  const tools = element.querySelector(".atlas-zooms");
  const taken = [[tools.offsetLeft, tools.offsetTop, w, tools.offsetTop + tools.offsetHeight]];
  drawn.topics.forEach((topic, number) => {
    if (!topic.words.length || (lit !== null && lit !== number)) return;
    const [cx, cy] = place(topic.at);
    const words = topic.words[0];
    const half = pen.measureText(words).width / 2 + 5;
    const x = Math.min(w - half, Math.max(half, cx));
    if (Math.abs(x - cx) > half || cy < 0 || cy > h) return;
    const free = [0, -17, 17, -32, 32]
      .map((off) => [x - half, cy + off - 10, x + half, cy + off + 10])
      .find((box) => box[1] > 0 && box[3] < h && !taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]));
    if (!free) return;
    taken.push(free);
    pen.lineWidth = 5;
    pen.strokeStyle = variable("--paper");
    pen.fillStyle = variable("--ink");
    pen.strokeText(words, free[0] + 5, free[1] + 10);
    pen.fillText(words, free[0] + 5, free[1] + 10);
  });
}

function nearest(x, y) {
  let best = null;
  let least = REACH * REACH;
  for (const dot of drawn.dots) {
    const [dx, dy] = place(dot);
    const far = (dx - x) ** 2 + (dy - y) ** 2;
    if (far < least) [best, least] = [dot, far];
  }
  return best;
}

const address = (dot) => `#papers/paper/${encodeURIComponent(dot[3])}`;

function point(dot) {
  near = dot;
  const tip = element.querySelector(".atlas-tip");
  tip.hidden = !dot;
  drawn.canvas.style.cursor = dot ? "pointer" : zoom > 1 ? "grab" : "default";
  if (dot) {
    const [x, y] = place(dot);
    const { clientWidth: w, clientHeight: h } = drawn.canvas;
    tip.textContent = dot[4];
    tip.dataset.about = [dot[5], drawn.topics[dot[2]].words.join(", ")].filter(Boolean).join(" · ");
    tip.href = address(dot);
    tip.style.left = `${Math.min(w - tip.offsetWidth - 8, Math.max(8, x - tip.offsetWidth / 2))}px`;
    tip.style.top = `${y + 16 + tip.offsetHeight < h ? y + 16 : y - 16 - tip.offsetHeight}px`;
  }
  draw();
}

function bound() {
  const { clientWidth: w, clientHeight: h } = drawn.canvas;
  const most = [((zoom - 1) * w) / 2, ((zoom - 1) * h) / 2];
  shift = shift.map((value, axis) => Math.max(-most[axis], Math.min(most[axis], value)));
}

function zoomed(factor, x, y) {
  const { clientWidth: w, clientHeight: h } = drawn.canvas;
  const to = factor ? Math.max(1, Math.min(12, zoom * factor)) : 1;
  const by = to / zoom;
  shift = [(x - w / 2) * (1 - by) + shift[0] * by, (y - h / 2) * (1 - by) + shift[1] * by];
  zoom = to;
  bound();
  drawn.canvas.style.touchAction = zoom > 1 ? "none" : "pan-y";
  point(null);
}

function at(event) {
  const box = drawn.canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function listen(canvas) {
  let held = null;
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    held = [event.clientX, event.clientY];
    moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (held && zoom > 1 && event.buttons) {
      const step = [event.clientX - held[0], event.clientY - held[1]];
      moved += Math.abs(step[0]) + Math.abs(step[1]);
      shift = [shift[0] + step[0], shift[1] + step[1]];
      held = [event.clientX, event.clientY];
      bound();
      point(null);
    } else if (event.pointerType === "mouse") {
      const dot = nearest(...at(event));
      if (dot !== near) point(dot);
    }
  });
  canvas.addEventListener("pointerleave", (event) => {
    held = null;
    if (event.pointerType === "mouse" && !event.relatedTarget?.closest?.(".atlas-tip")) point(null);
  });
  canvas.addEventListener("click", (event) => {
    if (moved > 6) return;
    const dot = nearest(...at(event));
    if (event.pointerType === "mouse" && dot) location.hash = address(dot);
    else point(dot); // a finger sees the title first and opens it there
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoomed(Math.exp(-event.deltaY / 400), ...at(event));
    },
    { passive: false },
  );
}

// Asks again until the map is there; an answer that is the same as before draws nothing, so no drawing is waited for.
function wait() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const seen = root.dataset.part === "map" && root.dataset.view === "papers";
    if (element.querySelector(".atlas")?.dataset.state !== "working" || !seen) return;
    trigger("submit", {});
    wait();
  }, 800);
}

function update() {
  const section = element.querySelector(".atlas");
  if (section?.dataset.state === "working") wait();
  const canvas = section?.querySelector("canvas");
  if (!canvas) return;
  if (drawn?.canvas !== canvas) {
    drawn = { canvas };
    [zoom, shift, near, lit] = [1, [0, 0], null, null];
    listen(canvas);
    new ResizeObserver(() => drawn.dots && draw()).observe(canvas);
  }
  if (drawn.text !== section.dataset.dots) {
    drawn.text = section.dataset.dots;
    Object.assign(drawn, JSON.parse(drawn.text));
    drawn.topics.forEach((topic, number) => {
      const own = drawn.dots.filter((dot) => dot[2] === number);
      topic.at = own.length ? [middle(own.map((dot) => dot[0])), middle(own.map((dot) => dot[1]))] : [0.5, 0.5];
    });
  }
  draw();
}

function light(event) {
  const topic = event.target.closest?.("[data-topic]")?.dataset.topic;
  const now = topic === undefined ? null : Number(topic);
  if (now === lit || !drawn?.dots) return;
  lit = now;
  draw();
}
element.addEventListener("pointerover", light);
element.addEventListener("focusin", light);
element.addEventListener("pointerleave", light);
element.addEventListener("click", (event) => {
  const factor = event.target.closest("[data-zoom]")?.dataset.zoom;
  if (factor !== undefined) zoomed(Number(factor), drawn.canvas.clientWidth / 2, drawn.canvas.clientHeight / 2);
});
const redraw = () => drawn?.dots && draw();
new MutationObserver(redraw).observe(document.body, { attributeFilter: ["class"] });
document.addEventListener("part", update);
new MutationObserver(update).observe(element, { childList: true, subtree: true, attributeFilter: ["data-dots", "data-state"] });
