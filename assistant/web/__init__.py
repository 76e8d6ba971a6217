"""The page: events of an answer in, a Gradio page out. No answering logic. The one place that imports Gradio."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before its import, or it calls home
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)  # statistics nobody sees, by pandas, after every event

from assistant.web.importing import import_gradio, uncollected

with uncollected():
    import_gradio()
    from assistant.web.ask.asker import Asker
    from assistant.web.server.server import build_page, launch

__all__ = ["Asker", "build_page", "launch"]
