"""How much a very small model invents, and how much of that an answer shows: none, or this fails.

A real server with SmolLM2-135M (tests/servers/small.py) answers twenty stated questions over the sample. As it judges
too badly to get to the writing, it also writes from the quotes of the embedded judge. What it said is counted as it
came, before any check: quotes that stand in no abstract it was shown, marks for quotes that do not exist, sentences
without a mark. Then the same is counted in the answers.

    python -m benchmarks.invented [INDEX]
"""

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant import build, new_recording
from assistant.answering import Assistant
from assistant.checking.quote_search import find_quote
from assistant.models.openai_chat import OpenAIChat
from assistant.ports import ChatModel
from assistant.recording.recorder import ChatCall, Tape
from assistant.recording.recording_ports import TapedChat
from assistant.settings import Settings
from assistant.types import Citation, Paper
from assistant.writing.chat_writer import ChatWriter
from assistant.writing.draft import Draft
from tests.servers import small

QUESTIONS = (
    "Which papers address long-tailed classification?",
    "Which papers study neural collapse?",
    "Which papers are about novel class discovery?",
    "Which papers study jailbreaks of language models?",
    "Which papers use Gaussian processes?",
    "Which papers are about offline reinforcement learning?",
    "Which papers study federated learning?",
    "Which papers release a benchmark for mathematics?",
    "Which papers are about class-incremental learning?",
    "Which papers train in four-bit precision?",
    "How many dilemmas does CLASH contain?",
    "How many languages does Aya Vision cover?",
    "What does PILOT offer?",
    "What is FrontierMath made of?",
    "How large is NVLM?",
    "Compare FrontierMath and CLASH.",
    "How do PILOT and PyCIL differ?",
    "Give an overview of vision-language models.",
    "Who won the football world cup in 1974?",
    "Which papers prove that the moon is made of cheese?",
)
_QUOTES = re.compile(r'"quotes"\s*:\s*\[([^\]]*)')
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_MARK = re.compile(r"\[(\d+)\]")
_GIVEN = re.compile(r"^\[(\d+)\] ", re.MULTILINE)
_SENTENCE = re.compile(r"[^.!?\n]*\w[^.!?\n]*[.!?]?(?:\s*\[\d+\])*[.!?]?")


def judged(replies: Iterable[ChatCall], papers: Sequence[Paper]) -> Counter[str]:
    """What the model put into its judgements, as it came."""
    counts: Counter[str] = Counter()
    for call in replies:
        if '{"papers"' in call.messages[0].content:
            quotes = [text for part in _QUOTES.findall("".join(call.pieces)) for text in _TEXT.findall(part) if text]
            counts["judging: quotes"] += len(quotes)
            counts["judging: quotes invented"] += sum(
                all(find_quote(p, text) is None for p in papers) for text in quotes
            )
    return counts


def written(replies: Iterable[ChatCall]) -> Counter[str]:
    """What the model put into its drafts, as it came."""
    counts: Counter[str] = Counter()
    for call in replies:
        if "from numbered quotes, and from nothing else" in call.messages[0].content:
            given, reply = set(_GIVEN.findall(call.messages[1].content)), "".join(call.pieces)
            marks, sentences = _MARK.findall(reply), _SENTENCE.findall(reply)
            counts["writing: marks"] += len(marks)
            counts["writing: marks invented"] += sum(mark not in given for mark in marks)
            counts["writing: sentences"] += len(sentences)
            counts["writing: sentences without a mark"] += sum(not _MARK.search(sentence) for sentence in sentences)
    return counts


def shown(text: str, citations: Sequence[Citation]) -> Counter[str]:
    """What of it reached the reader."""
    known = {str(citation.number) for citation in citations}
    quotes = [citation.quote for citation in citations]
    return Counter(
        {
            "shown: quotes": len(quotes),
            "shown: quotes invented": sum(quote.text not in quote.paper.abstract for quote in quotes),
            "shown: marks": len(_MARK.findall(text)),
            "shown: marks invented": sum(mark not in known for mark in _MARK.findall(text)),
        }
    )


def ask(question: str, assistant: Assistant, papers: Sequence[Paper]) -> Counter[str]:
    """A whole answer by the model."""
    recording = new_recording()
    answer = assistant.ask(question, recording=recording)
    replies = recording.replies()
    sys.stderr.write(f"{answer.outcome:12} {answer.seconds:6.1f} s  {question}\n")
    judging = {"questions": 1, "judged by the model": int(answer.provenance.judge.startswith("openai:"))}
    return Counter(judging) + judged(replies, papers) + written(replies) + shown(answer.text, answer.citations)


def write(question: str, chat: ChatModel, embedded: Assistant) -> Counter[str]:
    """A draft by the model from the quotes of the embedded judge."""
    answer, tape = embedded.ask(question), Tape()
    if answer.outcome != "answered":
        return Counter()
    draft = Draft(answer.plan, answer.verdicts, answer.citations)
    for _ in draft.answer(ChatWriter(TapedChat(chat, tape)), None):
        pass
    return Counter({"drafts": 1}) + written(tape.chat) + shown(draft.text, draft.citations)


def count(index: Path) -> Counter[str]:
    server = small.start()
    address = f"{server.listening_address}/v1"
    settings = Settings(index=index, chat_model="smollm2", base_url=address, judge_limit=3, parallel=1)
    embedded, assistant = build.open_assistant(Settings(index=index)), build.open_assistant(settings)
    chat = OpenAIChat("smollm2", base_url=address, key=None, timeout=60)
    papers = embedded.some_papers(embedded.count())
    each = (ask(question, assistant, papers) + write(question, chat, embedded) for question in QUESTIONS)
    return sum(each, Counter())


def main(index: Path | None) -> int:
    with tempfile.TemporaryDirectory() as folder:
        if index is None:
            index = Path(folder)
            build.build_index([build.SAMPLE], Settings(index=index), progress=lambda _: None)
        counts = count(index)
    for name, number in sorted(counts.items()):
        print(f"{number:6,}  {name}")
    reached = counts["shown: quotes invented"] + counts["shown: marks invented"]
    print(f"{reached:6,}  invented and shown")
    return int(reached > 0)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if sys.argv[1:] else None))
