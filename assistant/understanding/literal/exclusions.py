"""What a question leaves out: "papers on segmentation, but not on medical images"."""

import re

_CUE = re.compile(
    r",?\s*\(?\b(?:but\s+(?:not|nothing|no|skip)(?:\s+(?:on|about|for|in|with|of))?|though not(?:\s+(?:on|about))?|"
    r"(?:that|which)\s+(?:do not|don't|does not|doesn't|are not|aren't|is not|isn't)"
    r"(?:\s+(?:about|on|deal with|concern|related to))?|"
    r"(?:do not|don't)\s+(?:deal with|concern|want)|not\s+(?:on|about|in|for|interested in)|(?:is|are)\s+not|not|"
    r"unrelated to|except(?:\s+for)?|excluding|exclude|without(?:\s+any\s+mention\s+of)?|other than|rather than|"
    r"apart from|aside from|besides|outside(?:\s+of)?|(?:any|every)thing but|ignoring|ignore|"
    r"leaving out|leave out|forget|minus|sans|w/o|bar|beyond|setting aside|instead of|"
    r"with the exception of|get rid of|avoiding|that avoid|"
    r"unless\s+(?:it\s+is|it's|they\s+are|they're)(?:\s+(?:about|on|for|in))?|(?:have|has) nothing to do with|"
    r"nothing(?:\s+(?:on|about|with))?|no|skip|drop)\s+",
    re.I,
)
_LEFT_ASIDE = re.compile(
    r",?\s*\b(?:(?:leave|leaving|put|putting)\s+(?P<aside>[^,;.?!]+?)\s+aside\b"
    r"|(?:keep|leave)\s+(?P<out>[^,;.?!]+?)\s+out\b(?:\s+of\s+it)?)"
    r"|[,;-]\s*(?P<gone>[^,;.?!-]+?)\s+(?:excluded|excepted|removed|left out|not counted)\b,?",
    re.I,
)
_END = re.compile(r"\s+(?:please|pls|at all|in it|ones|again)\s*$|[\s,.?!)]+$", re.I)
_BEGIN = re.compile(r"^(?:the ones (?:on|about|with)|the|those (?:on|about|with)|anything|everything on)\s+", re.I)


def read_excluded(text: str) -> tuple[str, str]:
    """The question without what it leaves out, and that; the question as it is and "" where no cue tells."""
    if found := _LEFT_ASIDE.search(text):
        what = found["aside"] or found["out"] or found["gone"]
        return _tidy(f"{text[: found.start()]} {text[found.end() :]}"), _tidy(what)
    found = _CUE.search(text)
    if found is None:
        return text, ""
    what, mark, rest = re.match(r"([^,;)]*)([,;)]?)(.*)", text[found.end() :], re.S).groups()  # type: ignore[union-attr]
    kept = f"{text[: found.start()]} {rest}" if mark else text[: found.start()]
    return (_tidy(kept), _tidy(what)) if _tidy(what) else (text, "")


def _tidy(text: str) -> str:
    last = ""
    while text != last:
        last, text = text, _BEGIN.sub("", _END.sub("", text).strip())
    return " ".join(text.split())
