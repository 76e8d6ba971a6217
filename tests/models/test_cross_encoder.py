"""The cross-encoder: what it says of a question and papers read together."""

from assistant.models.cross_encoder import MiniLMCrossEncoder

_TITLE = "OwlNet: counting nocturnal birds from passive acoustic recordings"
_OWLS = (
    _TITLE,
    "Surveys of nocturnal birds depend on trained observers, who are few and miss quiet calls.",
    "We present OwlNet, a convolutional network that detects individual owls in passive acoustic recordings.",
    "Recorders were placed in 14 forests over three winters, which gave 9,000 hours of labelled audio.",
    "OwlNet finds 77 owls where observers found 52, at a false alarm rate of 3%.",
)
_ORCHIDS = (
    "Shade tolerance of epiphytic orchids under controlled light",
    "Epiphytic orchids live on trees and receive little light.",
    "We grow four species in shade houses and measure the area of their leaves every week.",
    "Growth saturates at a tenth of full sunlight.",
)
_MODEL = MiniLMCrossEncoder()


def test_the_right_paper_is_told_from_another() -> None:
    owls, orchids = _MODEL.read("How many owls does OwlNet find compared with human observers?", [_OWLS, _ORCHIDS])
    assert owls.relevant > orchids.relevant + 3
    assert owls.stated > orchids.stated


def test_the_sentence_that_answers_stands_above_the_others() -> None:
    (owls,) = _MODEL.read("How many owls does OwlNet find compared with human observers?", [_OWLS])
    assert owls.sentences.index(max(owls.sentences)) == 3
    (owls,) = _MODEL.read("In how many forests were the recorders of OwlNet placed?", [_OWLS])
    assert owls.sentences.index(max(owls.sentences)) == 2


def test_what_the_abstract_leaves_out_is_not_stated() -> None:
    told, left = (
        _MODEL.read(question, [_OWLS])[0].stated
        for question in ("How many hours of audio was OwlNet trained on?", "How many hours did training OwlNet take?")
    )
    assert told > left + 1


def test_a_reading_does_not_depend_on_the_papers_beside_it() -> None:
    question = "How are owls counted in recordings?"
    assert _MODEL.read(question, [_ORCHIDS, _OWLS])[1] == _MODEL.read(question, [_OWLS])[0]


def test_nothing_and_a_bare_title_can_be_read() -> None:
    assert _MODEL.read("How are owls counted in recordings?", []) == []
    (bare,) = _MODEL.read("How are owls counted in recordings?", [(_TITLE,)])
    assert bare.sentences == ()


def test_a_sentence_past_the_limit_is_none_that_answers() -> None:
    long = (
        "Counting owls",
        *(f"Forest {n} was visited by many people who wrote down all they heard." for n in range(60)),
    )
    (read,) = _MODEL.read("Who visited forest 3?", [long])
    assert len(read.sentences) == 60
    assert read.sentences[-1] == min(read.sentences)
