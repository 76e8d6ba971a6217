"""What an abbreviation stands for, as abstracts spell it out."""

import pytest

from assistant.judging.embedded.abbreviations import long_form, spelt_out
from assistant.judging.embedded.candidates import Candidate
from assistant.judging.embedded.features import Reading
from assistant.text.sentences import sentence_spans
from assistant.types import Paper


@pytest.mark.parametrize(
    ("short", "sentence", "long"),
    [
        ("ncd", "We study novel class discovery (NCD), which is hard.", "novel class discovery"),
        (
            "rlhf",
            "Reinforcement learning from human feedback (RLHF) works.",
            "Reinforcement learning from human feedback",
        ),
        ("moe", "We add Mixture-of-Experts (MoEs) layers.", "Mixture-of-Experts"),
        ("owl", "We present OWL (Observed Wildlife at Large), a set.", "Observed Wildlife at Large"),
        ("llms", "Large language models (LLMs; GPT-4) grow.", "Large language models"),
        ("gp", "We count owls (GP) at night.", ""),
        ("ncd", "NCD is hard.", ""),
        ("owl", "We present OWL (2024), a set.", ""),
    ],
)
def test_the_long_form_beside_the_brackets(short: str, sentence: str, long: str) -> None:
    assert long_form(short, sentence) == long


def _candidates(*abstracts: str) -> list[Candidate]:
    papers = [Paper(str(number), "Owls", abstract) for number, abstract in enumerate(abstracts)]
    spans = [tuple(sentence_spans(paper.abstract)) for paper in papers]
    return [Candidate(Reading(p, (), s, ((),) * len(s)), {}, 0.0, 0.5) for p, s in zip(papers, spans, strict=True)]


_PAPERS = (
    "OOD inputs are rare. We find them.",
    "We meet out-of-distribution (OOD) inputs. Owls are such.",
    "Out-of-Distribution (OOD) data is another.",
    "Owls on duty (OOD) are counted.",
)


@pytest.mark.parametrize(
    "asked", ["what does OOD stand for", "ood is short for what?", "meaning of OOD", "What does OOD mean?"]
)
def test_each_meaning_is_quoted_once(asked: str) -> None:
    found = spelt_out(asked, _candidates(*_PAPERS))
    assert [(v.paper.id, v.quotes[0].text) for v in found] == [
        ("1", "We meet out-of-distribution (OOD) inputs."),
        ("3", "Owls on duty (OOD) are counted."),
    ]


@pytest.mark.parametrize("asked", ["which OOD inputs are rare", "what do owls stand for", "what do owls mean by it"])
def test_nothing_is_looked_up_where_something_else_is_asked(asked: str) -> None:
    assert spelt_out(asked, _candidates(*_PAPERS)) == []
