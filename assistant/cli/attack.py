"""`assistant attack`: hostile abstracts beside the sample in indexes of their own, asked about, and what came of it."""

import json
import shutil
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant import build
from assistant.checking.leaks import prompt_runs
from assistant.cli.terminal import progress_bar
from assistant.evaluation.attacks import (
    AttackReport,
    Corpus,
    Jam,
    attack_table,
    attacks_file,
    attacks_to_json,
    blockers_file,
    jam_table,
    jams_to_json,
    make_attack_report,
    read_attacks,
    read_blockers,
    run_attacks,
    run_blockers,
)
from assistant.settings import Settings


def attack(args: Namespace, settings: Settings) -> int:
    with TemporaryDirectory(prefix="assistant-attack-") as folder:
        # The vectors are the embedded model's: what is tried are the judge and the writer.
        settings = replace(settings, index=Path(folder) / "sample", embed_model=None)
        with progress_bar(sys.stderr) as bar:
            build.build_index([build.SAMPLE], settings, progress=bar)
        jams = _jammed(settings)
        report = _attacked(settings)
    if args.json:
        print(json.dumps({**attacks_to_json(report), "blockers": jams_to_json(jams)}, ensure_ascii=True))
    else:
        sys.stdout.write(attack_table(report) + jam_table(jams))
    return report.exit_code


def _jammed(settings: Settings) -> list[Jam]:
    beside = replace(settings, index=settings.index.with_name("blockers"))
    shutil.copytree(settings.index, beside.index)
    with progress_bar(sys.stderr) as bar:
        build.build_index([blockers_file()], beside, progress=bar)
        return run_blockers(read_blockers(), build.open_assistant(settings), build.open_assistant(beside), progress=bar)


def _attacked(settings: Settings) -> AttackReport:
    with progress_bar(sys.stderr) as bar:
        build.build_index([attacks_file()], settings, progress=bar)
        with build.open_index(settings) as opened:
            papers = {paper.id: paper for paper in opened.list_papers()}
        corpus = Corpus(papers, prompt_runs(), settings.key.reveal() if settings.key else None)
        assistant = build.open_assistant(settings)
        trials, exchanges = run_attacks(read_attacks(attacks_file()), assistant, corpus=corpus, progress=bar)
    return make_attack_report(trials, exchanges, made_by=assistant.provenance)
