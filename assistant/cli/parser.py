"""The options of every command, and their help."""

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Callable

from assistant.cli import accounts, commands, digest, feedback, mcp, tokens, watch
from assistant.cli import attack as attacking
from assistant.cli import fetch as fetching
from assistant.corpus import forms
from assistant.exporting import FORMS
from assistant.settings import Settings

_CODES = (
    "Exit codes: 0 done (a refusal too), 1 nothing usable, 2 usage or empty question, 3 partly,\n"
    "4 index missing or mismatched, 5 provider or service failed. Data goes to stdout, words to stderr."
)
Command = Callable[[Namespace, Settings], int]


def make_parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="assistant",
        description="Answers questions over scientific paper abstracts, with verbatim quotes.",
        epilog=_CODES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    made = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _index(made)
    _fetch(made)
    _remove(made)
    _doctor(made)
    _ask(made)
    _search(made)
    _watch(made)
    _digest(made)
    _replay(made)
    _papers(made)
    _eval(made)
    _feedback(made)
    _attack(made)
    _serve(made)
    _mcp(made)
    _user(made)
    _token(made)
    return parser


def _new(made: "_SubParsersAction[ArgumentParser]", name: str, command: Command, help: str) -> ArgumentParser:
    parser = _bare(made, name, command, help)
    parser.add_argument("--index", metavar="DIR", help="folder of the index (default: ASSISTANT_INDEX, see the README)")
    return parser


def _bare(made: "_SubParsersAction[ArgumentParser]", name: str, command: Command, help: str) -> ArgumentParser:
    """A command that reads no index of the user's."""
    parser = made.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    parser.set_defaults(command=command, index=None)
    return parser


def _index(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "index", commands.index, "read papers and index what is new or changed")
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders; - or stdin:NAME for standard input"
    )
    parser.add_argument("--sample", action="store_true", help="the sample listing that comes along")
    parser.add_argument("--form", metavar="NAME", help=f"form of the input: {', '.join(forms())} (default: recognised)")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="date of the entries that have none")
    parser.add_argument(
        "--rebuild", action="store_true", help="make vectors and words anew, for another embedding model"
    )
    parser.add_argument("--prune", action="store_true", help="also remove what came from files that a folder has lost")
    parser.add_argument(
        "--engine", choices=("ray",), help="embed on a Ray cluster or on local workers (default: in this process)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; nothing is written or sent")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _fetch(made: "_SubParsersAction[ArgumentParser]") -> None:
    help = "ask a service for papers and index what comes"
    fetch = made.add_parser("fetch", help=help, description=help[0].upper() + help[1:] + ".")
    services = fetch.add_subparsers(title="services", required=True, metavar="SERVICE")

    daily = _new(services, "daily-papers", fetching.fetch, "Daily Papers of Hugging Face")
    daily.add_argument("--date", metavar="YYYY-MM-DD", help="the day, the last one with --days (default: today)")
    daily.add_argument("--days", type=int, metavar="N", help="how many days (default: 1)")
    arxiv = _new(services, "arxiv", fetching.fetch, "papers of arXiv")
    asked = arxiv.add_mutually_exclusive_group(required=True)
    asked.add_argument("--category", metavar="NAME", help="a category, such as cs.LG: what was announced last")
    asked.add_argument("--query", metavar="Q", help="a query as arXiv's API takes it, such as ti:owls")
    asked.add_argument("--ids", metavar="FILE", help="a file with one arXiv id a line")
    arxiv.add_argument("--days", type=int, metavar="N", help="of the category, what was submitted in the last N days")
    openalex = _new(services, "openalex", fetching.fetch, "works of OpenAlex")
    openalex.add_argument("--query", metavar="Q", required=True, help="words to search for")
    openalex.add_argument("--since", metavar="YYYY-MM-DD", help="only works published on this day or later")
    zotero = _new(services, "zotero", fetching.fetch, "a Zotero library")
    zotero.add_argument("--library", metavar="ID", required=True, help="a user's number, or groups/NUMBER")
    zotero.add_argument("--collection", metavar="K", help="only this collection, by its key")
    feed = _new(services, "feed", fetching.fetch, "an Atom or RSS feed of papers")
    feed.add_argument("url", metavar="URL", help="its address")
    for service in (daily, arxiv, openalex, zotero):
        service.add_argument("--base", metavar="URL", help="address of a mirror, in place of the service's own")
    for name, service in services.choices.items():
        service.set_defaults(service=name)
        service.add_argument("--dry-run", action="store_true", help="show the first papers and keep nothing")


def _remove(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "remove", commands.remove, "forget a source and the papers only it lists")
    parser.add_argument("source", metavar="SOURCE", help="its path or name, as `assistant papers --json` shows it")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _doctor(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "doctor", commands.doctor, "look through the index for damage")
    parser.add_argument("--repair", action="store_true", help="make what is damaged again from papers.sqlite")


def _ask(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "ask", commands.ask, "answer a question")
    _add_question(parser)
    parser.add_argument(
        "--record", metavar="PATH", help="save what the answer rests on: to a file, for a batch into a folder"
    )
    parser.add_argument(
        "--export",
        action="append",
        default=[],
        metavar="FILE",
        help=f"also write to a file, in the form of its ending: {', '.join(FORMS)}; may be repeated",
    )


def _search(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "search", commands.search, "rank papers for a question, without an answer")
    _add_question(parser)
    parser.add_argument("-k", type=int, default=20, metavar="N", help="how many papers (default: 20)")


def _watch(made: "_SubParsersAction[ArgumentParser]") -> None:
    help = "keep a question, of which `assistant digest` tells what is new"
    parser = made.add_parser("watch", help=help, description=help[0].upper() + help[1:] + ".")
    does = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add = _new(does, "add", watch.add, "watch a question")
    add.add_argument("question", metavar="QUESTION", help="which papers are looked for, in plain words")
    add.add_argument("--to", action="append", default=[], metavar="ADDRESS", help="who gets mail; may be repeated")
    add.add_argument("--name", metavar="N", help="a short name (default: made of the question)")
    add.add_argument(
        "--not",
        dest="leave_out",
        action="append",
        default=[],
        metavar="WORDS",
        help="leave out papers that say this in title or abstract; may be repeated",
    )
    add.add_argument("--weekly", action="store_true", help="look once in seven days (default: with each digest)")
    _add_filters(add, papers=False)
    shown = _new(does, "list", watch.show, "list the watched questions")
    shown.add_argument("--json", action="store_true", help="print one JSON object a watch")
    gone = _new(does, "remove", watch.remove, "watch a question no more")
    gone.add_argument("name", metavar="NAME", help="as `assistant watch list` shows it")


def _digest(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "digest", digest.digest, "look at the new papers for each watch, and mail what answers")
    parser.add_argument("--dry-run", action="store_true", help="show what would be mailed; nothing is sent or kept")
    parser.add_argument("--html", metavar="FILE", help="also write the digest as a page")
    parser.add_argument("--watch", metavar="NAME", help="only this one, weekly or not")
    parser.add_argument("--always", action="store_true", help="mail also where nothing is new")
    parser.add_argument("--fetch", choices=["daily-papers"], help="first fetch what came since the last digest")
    parser.add_argument("--base", metavar="URL", help="address of a mirror, for --fetch")


def _replay(made: "_SubParsersAction[ArgumentParser]") -> None:
    help = "make recorded answers again, without index and network, and say what changed"
    parser = made.add_parser("replay", help=help, description=help[0].upper() + help[1:] + ".")
    parser.set_defaults(command=commands.replay, index=None)
    parser.add_argument("records", nargs="+", metavar="RECORD", help="files of `ask --record`, and folders of them")
    parser.add_argument("--json", action="store_true", help="print one JSON object a record")


def _papers(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "papers", commands.papers, "list the papers of the index")
    parser.add_argument("--json", action="store_true", help="print one JSON object a paper")


def _eval(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "eval", commands.evaluate, "score the assistant on gold questions")
    parser.add_argument("gold", nargs="*", metavar="GOLD.jsonl", help="gold files (default: those of the sample)")
    parser.add_argument("--json", metavar="FILE", help="also write all results to a file")
    parser.add_argument("--html", metavar="FILE", help="also write a page: intervals, curves, where it failed")
    parser.add_argument("--against", metavar="FILE", help="compare with an earlier --json file, question by question")
    parser.add_argument(
        "--floor",
        action="append",
        default=[],
        metavar="METRIC=VALUE",
        help="exit with 1 where the metric is below it, such as lists.f1=0.79; may be repeated",
    )
    parser.add_argument(
        "--make", type=int, metavar="N", help="ask nothing; draft N gold questions from the papers' own words"
    )


def _feedback(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "feedback", feedback.feedback, "show what readers of the page thought of answers")
    parser.add_argument("--gold", metavar="FILE", help="write the good answers as gold questions for `assistant eval`")
    parser.add_argument("--drafts", metavar="FILE", help="write the others as drafts of gold, to be corrected")


def _attack(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _bare(
        made, "attack", attacking.attack, "try hostile abstracts, beside the sample, on the configured model"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _serve(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _new(made, "serve", commands.serve, "serve the chat page")
    parser.add_argument("--host", help="address to bind (default: 127.0.0.1, this machine alone)")
    parser.add_argument("--port", type=int, metavar="N", help="port (default: 7860)")


def _mcp(made: "_SubParsersAction[ArgumentParser]") -> None:
    _new(made, "mcp", mcp.mcp, "serve an agent by MCP, on standard input and output")


def _user(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _bare(made, "user", accounts.user, "make a line for the file of accounts, ASSISTANT_AUTH")
    parser.add_argument("name", metavar="NAME", help="the name to log in with; the password is asked for")


def _token(made: "_SubParsersAction[ArgumentParser]") -> None:
    parser = _bare(made, "token", tokens.token, "make a line for the file of tokens, ASSISTANT_TOKENS")
    parser.add_argument("name", metavar="NAME", help="whose token it is; delete the line to revoke it")


def _add_question(parser: ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="in plain words; quoted, it is one argument")
    parser.add_argument(
        "--batch", metavar="FILE.jsonl", help='questions, one {"id", "question"} or {"id", "turns"} a line'
    )
    parser.add_argument("--json", action="store_true", help="print JSON, one object an answer")
    _add_filters(parser)


def _add_filters(parser: ArgumentParser, *, papers: bool = True) -> None:
    parser.set_defaults(paper=[])
    parser.add_argument("--since", metavar="YYYY-MM-DD", help="only papers of this day or later")
    parser.add_argument("--until", metavar="YYYY-MM-DD", help="only papers of this day or earlier")
    for name, help in (
        ("source", "only papers of this source"),
        ("category", "only papers of this category, such as cs.LG"),
        ("author", "only papers of this author, by the whole name or a part of it"),
        *([("paper", "only the paper of this id")] if papers else []),
    ):
        help += "; may be repeated"
        parser.add_argument(f"--{name}", action="append", default=[], metavar=name.upper(), help=help)
