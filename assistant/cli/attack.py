"""`assistant attack`: the attack set beside the sample in an index of its own, asked about, and what came of it."""

import json
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
    attack_table,
    attacks_file,
    attacks_to_json,
    make_attack_report,
    read_attacks,
    run_attacks,
)
from assistant.settings import Settings


def attack(args: Namespace, settings: Settings) -> int:
    with TemporaryDirectory(prefix="assistant-attack-") as folder:
        # The vectors are the embedded model's: what is tried are the judge and the writer.
        report = _attacked(replace(settings, index=Path(folder), embed_model=None, chroma_url=None))
    if args.json:
        print(json.dumps(attacks_to_json(report), ensure_ascii=True))
    else:
        sys.stdout.write(attack_table(report))
    return report.exit_code


def _attacked(settings: Settings) -> AttackReport:
    with progress_bar(sys.stderr) as bar:
        build.build_index([build.SAMPLE, attacks_file()], settings, progress=bar)
        with build.open_index(settings) as opened:
            papers = {paper.id: paper for paper in opened.list_papers()}
        corpus = Corpus(papers, prompt_runs(), settings.key.reveal() if settings.key else None)
        assistant = build.open_assistant(settings)
        trials, exchanges = run_attacks(read_attacks(attacks_file()), assistant, corpus=corpus, progress=bar)
    return make_attack_report(trials, exchanges, made_by=assistant.provenance)
