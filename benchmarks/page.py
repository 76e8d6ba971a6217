"""How long a reader waits, in a real browser: for the page, for the first sign of an answer, for the answer.

    python -m benchmarks.page [INDEX] [--runs N]

Starts the program over an index, the sample's if none is named, as often as there are readers, with a browser already
open. Then serves the page in a process of its own; opens it in Debian's Chromium, each time in a context of its own
with nothing cached; asks a list question and a fact question. Then asks both without a page. Prints medians and ranges
as a Markdown table, with the date, the machine and how busy it was. Asserts nothing.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from assistant import open_assistant
from assistant.build import SAMPLE, build_index
from assistant.settings import Settings

_ASKED = {
    "a list": "Which papers address long-tailed classification?",
    "a fact": "How many dilemmas does CLASH contain?",
}
_ALONE = 12  # times that each is asked without a page
_RESTS = 500  # milliseconds before a question: nobody types faster, and the page has come to rest
_READY = "#question textarea"
_FIRST, _WHOLE = ".turn .steps", ".turn .foot"
# Looked at by the browser itself, at every frame, so that no round trip to it counts.
_WATCH = """selectors => {
    const seen = {};
    window.seen = new Promise((done) => {
        const look = () => {
            for (const each of selectors)
                if (!(each in seen) && document.querySelector(each)) seen[each] = performance.now();
            if (selectors.at(-1) in seen) done(seen);
            else requestAnimationFrame(look);
        };
        look();
    });
    const sends = document.querySelector("#send");
    sends.addEventListener("click", () => (window.sent = performance.now()), { capture: true });
}"""
Times = dict[str, list[float]]


def main(index: Path, runs: int) -> None:
    before = os.getloadavg()[0]
    times: Times = {}
    with _browser() as browser:
        for _ in range(runs):
            _merge(times, _start(browser, index))
        with _served(index) as (address, process):
            memory = {"server, before the first question": _memory(process)}
            _walk(browser, address)  # a server's first answers load what later ones have
            for _ in range(runs):
                _merge(times, _walk(browser, address))
            memory[f"server, after {2 * (runs + 1)} questions in {runs + 1} tabs"] = _memory(process)
    alone = _alone(index)
    _print(times, alone, memory, runs, before)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def _start(browser: Browser, index: Path) -> Mapping[str, float]:
    """From the start of the program, in a browser that is open already. Milliseconds."""
    began = time.perf_counter()
    with _served(index) as (address, _):
        told = time.perf_counter()
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(address, wait_until="commit")
            page.locator(_READY).wait_for()
            ready = time.perf_counter()
    return {
        "start, until the address is told": (told - began) * 1000,
        "start, until a question can be typed": (ready - began) * 1000,
    }


@contextmanager
def _served(index: Path) -> Iterator[tuple[str, int]]:
    """The page in a process of its own, so that the browser's driver takes nothing from it: address, process id."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--index", str(index)]
        environment = {**os.environ, "ASSISTANT_DATA": data}
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            try:
                told = next(line for line in process.stderr if "http://" in line)
                yield f"http://{told.partition('http://')[2].split()[0]}/", process.pid
            finally:
                process.terminate()


def _walk(browser: Browser, address: str) -> Mapping[str, float]:
    """One reader: opens the page, asks each question in a new conversation. Milliseconds."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    try:
        began = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator(_READY).wait_for()
        took = {"page, until a question can be typed": (time.perf_counter() - began) * 1000}
        for name, question in _ASKED.items():
            page.wait_for_timeout(_RESTS)
            took |= _asked(page, name, question)
            page.locator("#new:enabled").click()
            page.locator(".welcome").wait_for()
        return took
    finally:
        context.close()


def _asked(page: Page, name: str, question: str) -> Mapping[str, float]:
    page.locator(_READY).fill(question)
    page.evaluate(_WATCH, [_FIRST, _WHOLE])
    page.locator("#send").click()
    seen, sent = page.evaluate("async () => [await window.seen, window.sent]")
    return {f"{name}, first step shown": seen[_FIRST] - sent, f"{name}, answer whole": seen[_WHOLE] - sent}


def _merge(times: Times, took: Mapping[str, float]) -> None:
    for name, milliseconds in took.items():
        times.setdefault(name, []).append(milliseconds)


def _alone(index: Path) -> Times:
    """`Assistant.ask` without a page, warm."""
    assistant, times = open_assistant(str(index)), Times()
    for name, question in _ASKED.items():
        assistant.ask(question)
        for _ in range(_ALONE):
            began = time.perf_counter()
            assistant.ask(question)
            times.setdefault(f"{name}, without a page", []).append((time.perf_counter() - began) * 1000)
    return times


def _memory(process: int) -> float:
    """Resident megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _print(times: Times, alone: Times, memory: Mapping[str, float], runs: int, load: float) -> None:
    cores = len(os.sched_getaffinity(0))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {cores} cores ({platform.machine()}), load {load:.1f} at the start,")
    print(f"{os.getloadavg()[0]:.1f} at the end; page: {runs} runs, without a page: {_ALONE}.\n")
    print("| | median | range |\n|---|---|---|")
    for name, taken in [*times.items(), *alone.items()]:
        print(f"| {name} | {median(taken):,.0f} ms | {min(taken):,.0f} to {max(taken):,.0f} ms |")
    for name, size in memory.items():
        print(f"| memory of the {name} | {size:,.0f} MB | |")


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How long a reader of the page waits.")
    parser.add_argument("index", nargs="?", type=Path, help="folder of the index (default: the sample, made anew)")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="readers, one after the other (default: 7)")
    return parser.parse_args(given)


if __name__ == "__main__":
    asked = _arguments(sys.argv[1:])
    if asked.index:
        main(asked.index, asked.runs)
    else:
        with tempfile.TemporaryDirectory() as folder:
            build_index([SAMPLE], Settings(index=Path(folder) / "sample"), progress=lambda _: None)
            main(Path(folder) / "sample", asked.runs)
