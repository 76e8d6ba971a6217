"""A digest as one HTML page: no script, nothing fetched, readable on a phone and where a mail program drops styles."""

from assistant.mailing.plain_text import footer
from assistant.mailing.sections import Entry, Section, Told, account_of, head_of, subject_of, trend_line
from assistant.text.markup import bdi, element, text, void, web_address

# A second fence around foreign text, where the page is opened in a browser.
_FENCE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; background: #fbfaf7; color: #1f1e1b; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 20px 16px 32px; overflow-wrap: anywhere; }
h1 { margin: 0 0 4px; font-size: 20px; line-height: 1.3; }
h2 { margin: 32px 0 2px; font-size: 18px; line-height: 1.35; }
h3 { margin: 0 0 2px; font-size: 16px; line-height: 1.4; }
h3 a { color: #0f6b62; }
article { margin: 16px 0 0; padding: 14px 0 0; border-top: 1px solid #e5e1d8; }
p { margin: 4px 0; }
blockquote { margin: 8px 0; padding: 0 0 0 12px; border-left: 3px solid #fbdb6b; font-family: Georgia, serif; }
.soft { color: #66625a; font-size: 14px; }
.account { margin-top: 16px; }
.overview { margin: 12px 0; }
footer { margin-top: 32px; padding-top: 10px; border-top: 1px solid #e5e1d8; }
@media (prefers-color-scheme: dark) {
  body { background: #171715; color: #ebe8e0; }
  h3 a { color: #6cc5b8; }
  .soft { color: #a5a196; }
  article, footer { border-color: #34332e; }
}
"""


def html_text(digest: Told) -> str:
    head = [
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", http_equiv="Content-Security-Policy", content=_FENCE),
        element("title", text(subject_of(digest))),
        element("style", _STYLE),
    ]
    parts = [element("h1", text(subject_of(digest))), element("p", text(digest.day), class_="soft")]
    parts += [_section(section) for section in digest.sections]
    if digest.trends:
        parts.append(_trends(digest))
    parts.append(element("footer", [element("p", text(line), class_="soft") for line in footer(digest)]))
    body = element("body", element("main", parts))
    return f"<!doctype html>\n{element('html', [element('head', head), body], lang='en')}\n"


def _section(section: Section) -> str:
    issue = section.issue
    parts = [element("h2", bdi(issue.watch.question)), element("p", text(f"{head_of(section)}."), class_="soft")]
    if issue.overview and section.entries:
        lines = [element("p", bdi(line)) for line in issue.overview.text.splitlines() if line.strip()]
        parts.append(element("div", lines, class_="overview"))
    parts += [_entry(entry) for entry in section.entries]
    parts.append(element("p", text(account_of(section)), class_="soft account"))
    parts += [element("p", bdi(note), class_="soft") for note in issue.notes]
    return element("section", parts)


def _entry(entry: Entry) -> str:
    paper = entry.verdict.paper
    title, address = bdi(paper.title or paper.id), web_address(paper.url)
    parts = [element("h3", element("a", title, href=address, rel="noopener noreferrer") if address else title)]
    if entry.byline:
        parts.append(element("p", bdi(entry.byline), class_="soft"))
    for mark, quote in entry.quotes:
        parts.append(element("blockquote", f"{f'[{mark}] ' if mark else ''}“{bdi(quote.text)}”"))
    parts.append(element("p", f"Why: {bdi(entry.why)}", class_="soft"))
    return element("article", parts)


def _trends(digest: Told) -> str:
    rows = [element("li", f"{bdi(', '.join(trend.words))}: {text(trend_line(trend))}") for trend in digest.trends]
    return element("section", [element("h2", "What grew"), element("ul", rows)])
