"""The page's imports, each in a process of its own: nothing is made for those who develop Gradio, the rest is there."""

import subprocess
import sys

_HEARD = """
import sys
stubs, templates = set(), []
def hear(event, arguments):
    if event == "open" and str(arguments[0]).endswith(".pyi"):
        stubs.add(arguments[0])
    if event == "compile" and arguments[1] == "<template>":
        templates.append(arguments[0])
sys.addaudithook(hear)
import assistant.web
print(len(stubs), len(templates))
"""


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_page_touches_no_stubs_and_renders_no_docstrings() -> None:
    assert _printed(_HEARD) == "0 0"


def test_garbage_is_collected_again_after_the_import() -> None:
    assert _printed("import gc, assistant.web; print(gc.isenabled())") == "True"


def test_gradio_is_the_whole_package() -> None:
    code = "import assistant.web, gradio; print(gradio.Blocks.__module__, len(dir(gradio)) > 100)"
    assert _printed(code) == "gradio.blocks True"


def test_a_gradio_that_is_imported_already_is_used_as_it_is() -> None:
    assert _printed("import gradio; kept = gradio; import assistant.web; print(gradio is kept)") == "True"
