"""Papers, quotes and answers for tests, in our own words."""

from assistant.types import Answer, Citation, Outcome, Paper, Plan, Provenance, Quote, Usage, Verdict

WHALES = Paper("w", "Counting Whales", "We count whales by ear. Our model hears 345 whales [12]. Code is free.")
OWLS = Paper(
    "o", "Owls at Night", "Owls hunt at night. The data holds 20 owls.", date="2025-02-03", url="https://example.org/o"
)
MICE = Paper("m", "Of Mice", "Mice are small animals.")


def quote(paper: Paper, text: str) -> Quote:
    """The quote of `text`, which must stand in the abstract."""
    start = paper.abstract.index(text)
    return Quote(paper, start, start + len(text))


def verdict(paper: Paper, *texts: str, relevance: int = 2, score: float = 0.8) -> Verdict:
    return Verdict(paper, relevance, score, tuple(quote(paper, text) for text in texts))


def answer(*verdicts: Verdict, question: str = "Which papers count animals?", outcome: Outcome = "answered") -> Answer:
    quotes = [v.quotes[0] for v in verdicts if v.quotes]
    citations = tuple(Citation(number, found) for number, found in enumerate(quotes, start=1))
    return Answer(
        question=question,
        plan=Plan(question, "list", ("count animals",)),
        outcome=outcome,
        text=" ".join(f"“{c.quote.text}” [{c.number}]" for c in citations),
        citations=citations,
        verdicts=verdicts,
        confidence=0.9,
        completeness=None,
        notes=(),
        provenance=Provenance("judge", "writer", "embedder", {"judge": "abc"}),
        usage=Usage(),
        seconds=0.25,
        steps={"plan": 0.05, "judge": 0.2},
    )
