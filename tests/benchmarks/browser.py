"""S6 and S8 in a real browser: `python -m tests.benchmarks.browser [--leads 1000000] [--turns 30]`.

Each figure is a ratio to the smallest Streamlit page that could do the like, measured in turns with it in the same run:
a slider move to a page with one slider and one number in a fragment, the start to an empty page.  A figure counts as
painted at its last change, in the page or on a canvas.  On a busy machine `chrt -r 5` before the command, where it is
allowed, lets server and browser go before everything else.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from leadscore import serving as company
from leadscore.model import to_yaml
from leadscore.store import workspace as workspaces
from tests.benchmarks import world
from tests.dashboard.browser import SETTLED, Seen, chromium, launched, serving

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
FLOOR = """
import streamlit as st

@st.fragment
def only():
    st.metric("Twice", 2 * st.slider("Only", 0, 1000, 0))

only()
"""
EMPTY = "import streamlit as st\nst.title('Empty')\n"
CONFIG = "[runner]\npostScriptGC = false\n[browser]\ngatherUsageStats = false\n"

PEN = """() => {
  for (const stroke of ['fill', 'stroke', 'fillRect', 'fillText', 'clearRect', 'drawImage']) {
    const plain = CanvasRenderingContext2D.prototype[stroke];
    CanvasRenderingContext2D.prototype[stroke] = function (...rest) {
      window.drawn?.(this.canvas);
      return plain.apply(this, rest);
    };
  }
}"""
"""Tells what is drawn on a canvas; it must be there before the page is."""
WATCH = """figure => {
  const start = () => { window.bench = {begun: performance.now(), numbers: 0, figures: 0}; };
  let asked = false;
  const painted = what => requestAnimationFrame(() => { what(performance.now()); });
  const within = (node, place) => (node.nodeType === 1 ? node : node.parentElement)?.closest(place);
  const touches = (records, place) => records.some(each => within(each.target, place)
    || [...each.addedNodes].some(node => node.nodeType === 1 && node.querySelector(place)));
  new MutationObserver(records => {
    if (touches(records, '[data-testid=stMetricValue]')) painted(now => { bench.numbers ||= now; });
    if (touches(records, figure)) painted(now => { bench.figures = now; });
  }).observe(document.querySelector('[data-testid=stMain]'), {subtree: true, childList: true, characterData: true});
  window.drawn = canvas => {
    if (asked || !canvas.closest?.(figure)) return;
    asked = true;
    painted(now => { asked = false; bench.figures = now; });
  };
  start();
  addEventListener('keydown', start, true);
}"""
TOOK = """figures => {
  const last = figures ? Math.max(bench.numbers, bench.figures) : bench.numbers;
  const done = bench.numbers && (bench.figures || !figures) && performance.now() - last > 400;
  return done ? [bench.numbers - bench.begun, last - bench.begun] : null;
}"""
FIGURES = "[data-testid=stEChartsChart], .js-plotly-plot"
PATIENCE = 3_000


def main() -> None:
    """Print the table."""
    asked = _asked()
    executable = chromium()
    if executable is None:
        sys.exit("No Chromium here: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launched(playwright, executable)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Chromium {browser.version}, medians")
        workspace = _workspace(Path(folder) / "company", asked.leads)
        if asked.starts:
            _starts(browser, Path(folder), workspace, asked.starts)
        _moves(browser, Path(folder), workspace, asked.turns)
        _import()
        print(f"load at the end {os.getloadavg()[0]:.1f}")
        browser.close()


def _moves(browser: Browser, folder: Path, workspace: Path, turns: int) -> None:
    """S6: a key pressed on a slider until the numbers, then two figures, are painted."""
    with ExitStack() as stack:
        floor = Seen(browser.new_page(), stack.enter_context(serving(_app(folder / "floor", FLOOR)))).open("")
        tune = Seen(browser.new_page(), stack.enter_context(serving(workspace=workspace)))
        tune.page.add_init_script(f"({PEN})()")
        tune.open("tune")
        tune.page.wait_for_selector(FIGURES, timeout=120_000)
        sliders = {floor.page: "Only", tune.page: _strongest(tune.page)}
        figures = tune.page.locator(FIGURES).locator("visible=true").count()
        for page in sliders:
            page.wait_for_timeout(1_500)
            page.evaluate(WATCH, FIGURES)
        took: dict[Page, list[list[float]]] = {page: [] for page in sliders}
        for turn in range(turns):
            for page, name in sliders.items():
                took[page] += _moved(page, name, "ArrowLeft" if page is tune.page and turn % 6 > 2 else "ArrowRight")
    base = statistics.median(each[0] for each in took[floor.page])
    print(f"S6 floor: {base:6.0f} ms  ({len(took[floor.page])} moves)")
    for place, (what, bar) in enumerate((("numbers", 4), (f"{figures} figures", 6))):
        times = sorted(each[place] for each in took[tune.page])
        middle, late = statistics.median(times), times[int(0.95 * (len(times) - 1))]
        print(
            f"S6 {what}: {middle:6.0f} ms, p95 {late:.0f} ms, {middle / base:.1f} x floor (bar {bar} x; {len(times)})"
        )


def _moved(page: Page, name: str, key: str) -> list[list[float]]:
    """The times of one move; nothing where it changed no number."""
    page.bring_to_front()
    slider = page.get_by_role("slider", name=name)
    slider.focus()
    page.wait_for_timeout(150)
    slider.press(key)
    until = time.monotonic() + PATIENCE / 1_000
    while time.monotonic() < until:
        found: list[float] | None = page.evaluate(TOOK, name != "Only")
        if found:
            return [found]
        page.wait_for_timeout(20)
    return []


def _strongest(page: Page) -> str:
    """The slider that stands highest, so that a point more or less moves leads."""
    script = "all => all.sort((a, b) => b.value - a.value)[0].getAttribute('aria-label')"
    label: str | None = page.get_by_role("slider").evaluate_all(script)
    if label:
        return label
    named = page.get_by_test_id("stSlider").evaluate_all(
        "all => all.sort((a, b) => b.querySelector('input').value - a.querySelector('input').value)"
        "[0].querySelector('[data-testid=stWidgetLabel]').innerText"
    )
    return str(named)


def _starts(browser: Browser, folder: Path, workspace: Path, turns: int) -> None:
    """S8: from the command to a page that answers, against an empty app; the first of each warms the disk."""
    empty = _app(folder / "empty", EMPTY)
    things: dict[str, Callable[[], object]] = {
        "empty app": lambda: serving(empty),
        "dashboard": lambda: serving(workspace=workspace),
    }
    took: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(turns + 1):
        for name, server in things.items():
            with _interactive(browser, server) as seconds:
                took[name].append(seconds)
    middle = {name: statistics.median(times[1:]) for name, times in took.items()}
    for name, seconds in middle.items():
        print(f"S8 {name}: {seconds:.2f} s, {seconds / middle['empty app']:.2f} x empty (bar 2 x)")


@contextmanager
def _interactive(browser: Browser, server: Callable[[], object]) -> Iterator[float]:
    begun = time.perf_counter()
    with server() as address:  # type: ignore[attr-defined]
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("h1", timeout=60_000)
        page.wait_for_selector(SETTLED, timeout=60_000)
        seconds = time.perf_counter() - begun
        context.close()
    yield seconds


def _import() -> None:
    """The second half of S8."""
    script = "import time; t = time.perf_counter(); import leadscore; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, check=True) for _ in range(5)]
    print(f"S8 import leadscore: {statistics.median(float(run.stdout) for run in runs):.3f} s (bar 0.3 s)")


def _workspace(folder: Path, leads: int) -> Path:
    """The SaaS sample, or a made-up company of that many leads."""
    if not leads:
        return company.init(folder, "saas", NOW)[0].folder
    made = workspaces.create(folder)
    snapshot = made.data / f"1-{uuid.uuid4().hex}"
    snapshot.mkdir()
    manifest = world.make(snapshot, leads)
    (snapshot / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    made.current.write_text(snapshot.name, encoding="ascii")
    made.model.write_text(to_yaml(world.model()), encoding="utf-8")
    return made.folder


def _app(folder: Path, script: str) -> Path:
    (folder / ".streamlit").mkdir(parents=True)
    (folder / ".streamlit" / "config.toml").write_text(CONFIG, encoding="utf-8")
    file = folder / "app.py"
    file.write_text(script, encoding="utf-8")
    return file


def _asked() -> argparse.Namespace:
    reads = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reads.add_argument(
        "--leads", type=int, default=0, help="a made-up company of this size; without it the SaaS sample"
    )
    reads.add_argument("--turns", type=int, default=30, help="slider moves of each page")
    reads.add_argument("--starts", type=int, default=3, help="starts of each app; 0 leaves S8 out")
    return reads.parse_args()


if __name__ == "__main__":
    main()
