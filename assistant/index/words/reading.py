"""The word index in words/ (tantivy, BM25), read."""

import weakref
from collections.abc import Iterable, Sequence, Set
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

from assistant.index.disk import may_write
from assistant.index.words.repeated import Repeated
from assistant.index.words.slips import mended
from assistant.index.words.spelling import american
from assistant.types import PaperId

ANALYZER = "english"
# nDCG@10 at 0.25, 0.5, 1, 2: SciFact .686 .691 .665 .622, known items of SciTLDR .822 .830 .824 .779, our gold lists
# .825 .845 .803 .751; with title and abstract as one field .687, .818, .836.
_TITLE_WEIGHT = 0.5
_ONCE = 1.0  # the delta of BM25+
_CUTTABLE, _BEGINNING = 6, 4  # letters: shorter words that are begun are not cut; what is cut keeps more than these
_FEW = 0.25  # of the papers: up to here a restriction is part of the query, above it the ranking is sifted
# One character a word where the script writes no spaces between words; runs of letters and digits elsewhere.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_WORD = rf"[{_UNSPACED}]|[\p{{L}}\p{{M}}\p{{N}}&&[^{_UNSPACED}]]+"
_MORE = 1.2
_MOST_ENDS = 64  # terms that a begun word may become
_MOST_COUNTED = 100_000  # terms
_LONGEST = 100  # bytes; what is longer is no word
_NONE = Repeated()


class WordsUnreadable(Exception):
    """tantivy cannot open the folder."""


class WordReader:
    """A snapshot of the word index; any number of threads may ask it."""

    def __init__(self, folder: Path) -> None:
        self._analyzer, self._plain = analyzer(), analyzer(stemmed=False)
        try:
            index = tantivy.Index.open(self._place(folder))
        except (ValueError, OSError) as error:
            raise WordsUnreadable(str(error)) from error
        self._schema, self._searcher = index.schema, index.searcher()
        self._counted: dict[str, int] = {}  # of a snapshot: a question counts the same terms four times

    def _place(self, folder: Path) -> str:
        if not folder.is_dir() or may_write(folder):
            return str(folder)
        links = _links_to(folder)
        weakref.finalize(self, links.cleanup)
        return links.name

    def all_ids(self) -> set[PaperId]:
        try:
            return {paper for paper, _ in self._hits(tantivy.Query.all_query(), max(1, self._searcher.num_docs))}
        except ValueError as error:
            raise WordsUnreadable(str(error)) from error

    def search(
        self, query: str, k: int, *, within: Set[PaperId] | None = None, repeated: Repeated = _NONE
    ) -> list[tuple[PaperId, float]]:
        """At most k papers, best first: the BM25 of the abstract and, by half, that of the title; and for each term
        that occurs at all its idf once more, so that a paper with all the terms beats one that repeats a few (BM25+; Lv
        and Zhai, CIKM 2011). How rare a term is, is told without what is `repeated`.

        The query is made of the text's own terms, so nothing in a text is syntax.
        """
        seen = self.frequencies(self.terms(query), repeated=repeated)
        asked = [self._scored(term, count, repeated) for term, count in seen.items()]
        if not asked or k < 1:
            return []
        if within is None:
            return self._hits(_any(asked), k)
        if len(within) <= _FEW * self._searcher.num_docs:
            return self._hits(self._restricted(_any(asked), within), k)
        return self._sifted(_any(asked), k, within)

    def search_begun(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[PaperId]:
        """At most k papers that hold every word of a query that is still being typed, best first."""
        words = self._plain.analyze(query)
        if not words or k < 1:
            return []
        asked = [self._in_either(term) for word in words[:-1] for term in self.terms(self.mended(word))]
        asked.append(_any([self._in_either(term) for term in self._ends(words[-1])]))
        every = tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in asked])
        if within is None:
            return [paper for paper, _ in self._hits(every, k)]
        return [paper for paper, _ in self._hits(self._restricted(every, within), k)]

    def _ends(self, word: str) -> list[str]:
        """The terms that a word may become which is only begun.

        Terms are stems: of a word typed further ("classific") it is the longest beginning that is a term, if more
        papers use that than use any term that begins so.
        """
        begun = self._begun_by(word) if len(word) > 1 else {}
        ends = [*sorted(begun, key=lambda term: -begun[term])[:_MOST_ENDS], *self.terms(word)]
        if len(word) < _CUTTABLE:
            return ends
        shorter = (word[:length] for length in range(len(word) - 1, _BEGINNING, -1))
        stem = next((term for term in shorter if self.frequencies([term])[term]), "")
        if stem and self.frequencies([stem])[stem] > max(begun.values(), default=0):
            return [*ends, stem]
        return ends if begun else self.terms(self.mended(word))

    def _begun_by(self, beginning: str) -> dict[str, int]:
        """The terms with this beginning, and in how many titles or abstracts each occurs."""
        seen: dict[str, int] = {}
        for field in ("title", "abstract"):
            for term, count in self._searcher.terms_with_prefix(field, beginning):
                seen[term] = max(count, seen.get(term, 0))
        return seen

    def terms(self, text: str) -> list[str]:
        """The stemmed words of a text, in order."""
        return list(self._analyzer.analyze(american(text)))

    def mended(self, text: str) -> str:
        """The text with its slips of the pen mended, where a paper uses the word that was meant."""
        return mended(text, said=lambda word: sum(self.frequencies(self.terms(word)).values()))

    def frequencies(self, terms: Iterable[str], *, repeated: Repeated = _NONE) -> dict[str, int]:
        """In how many papers each term occurs, not counting what is `repeated`."""
        if repeated.papers:
            return {term: self._seen(self._in_either(term), repeated) for term in terms}
        return {term: self._frequency(term) for term in terms}

    def _frequency(self, term: str) -> int:
        if (known := self._counted.get(term)) is not None:
            return known
        count = self._count(self._in_either(term))
        if len(self._counted) < _MOST_COUNTED:
            self._counted[term] = count
        return count

    def _seen(self, query: tantivy.Query, repeated: Repeated) -> int:
        """Counted, for tantivy's own number includes deleted papers."""
        count = self._count(query)
        if not count or not repeated.papers:
            return count
        return max(1, count - repeated.among(self._count(self._restricted(query, repeated.papers))))

    def _count(self, query: tantivy.Query) -> int:
        return int(self._searcher.search(query, 1).count)  # type: ignore[attr-defined]

    def _scored(self, term: str, seen: int, repeated: Repeated) -> tantivy.Query:
        once = _ONCE * _idf(self._searcher.num_docs - repeated.total, seen)
        either = self._in_either(term)
        lifted = self._lifted(term, repeated) if repeated.papers else either
        return _any([lifted, tantivy.Query.const_score_query(either, once)])

    def _in_either(self, term: str) -> tantivy.Query:
        title, abstract = self._in_each(term)
        return _any([tantivy.Query.boost_query(title, _TITLE_WEIGHT), abstract])

    def _in_each(self, term: str) -> tuple[tantivy.Query, tantivy.Query]:
        title, abstract = (tantivy.Query.term_query(self._schema, field, term) for field in ("title", "abstract"))
        return title, abstract

    def _lifted(self, term: str, repeated: Repeated) -> tantivy.Query:
        """With the idf that it would have without what is repeated, in place of tantivy's own."""
        title, abstract = self._in_each(term)
        weighed = ((title, _TITLE_WEIGHT), (abstract, 1.0))
        return _any([tantivy.Query.boost_query(each, weight * self._lift(each, repeated)) for each, weight in weighed])

    def _lift(self, query: tantivy.Query, repeated: Repeated) -> float:
        papers = self._searcher.num_docs
        own = _idf(papers - repeated.total, self._seen(query, repeated))
        return own / _idf(papers, self._count(query))

    def _restricted(self, query: tantivy.Query, within: Iterable[PaperId]) -> tantivy.Query:
        allowed = tantivy.Query.term_set_query(self._schema, "id", sorted(within))
        both = [query, tantivy.Query.const_score_query(allowed, 0.0)]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in both])

    def _sifted(self, query: tantivy.Query, k: int, within: Set[PaperId]) -> list[tuple[PaperId, float]]:
        """Fetches more and more of the ranking until k of them pass, or it ends. At first somewhat more than would be
        needed if those of one question passed as often as all papers do."""
        asked = int(_MORE * k * self._searcher.num_docs / len(within))
        while True:
            hits = self._hits(query, asked)
            passed = [hit for hit in hits if hit[0] in within]
            if len(passed) >= k or len(hits) < asked:
                return passed[:k]
            asked *= 4

    def _hits(self, query: tantivy.Query, k: int) -> list[tuple[PaperId, float]]:
        found = self._searcher.search(query, k, count=False).hits
        return [(self._searcher.doc(address).get_first("id") or "", float(score)) for score, address in found]


def _links_to(folder: Path) -> TemporaryDirectory[str]:
    """tantivy makes a lock beside the files that it opens: where it may not, it gets links to them."""
    links = TemporaryDirectory(ignore_cleanup_errors=True)
    for path in folder.iterdir():
        if path.suffix != ".lock":
            Path(links.name, path.name).symlink_to(path.absolute())
    return links


def analyzer(*, stemmed: bool = True) -> tantivy.TextAnalyzer:
    """From text to terms, for the index and for the query; without stemming to words."""
    filters = [tantivy.Filter.remove_long(_LONGEST), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()]
    if stemmed:
        filters.append(tantivy.Filter.stemmer("english"))
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORD))
    for each in filters:
        builder = builder.filter(each)
    return builder.build()


def _idf(papers: int, seen: int) -> float:
    """As tantivy weighs a term."""
    return log(1 + (papers - seen + 0.5) / (seen + 0.5))


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
