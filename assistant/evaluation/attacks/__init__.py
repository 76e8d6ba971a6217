"""Hostile abstracts -> questions -> what they got: how far a paper reaches."""

from assistant.evaluation.attacks.attack import Attack, Goal, attacks_file, read_attacks
from assistant.evaluation.attacks.jamming import (
    Blocker,
    Fate,
    Jam,
    blockers_file,
    fate,
    jam_table,
    jams_to_json,
    read_blockers,
    run_blockers,
)
from assistant.evaluation.attacks.report import AttackReport, attack_table, attacks_to_json, make_attack_report
from assistant.evaluation.attacks.rules import RULES, Breach, Corpus, breaches, own_words
from assistant.evaluation.attacks.running import Exchange, Streamer, Trial, run_attacks

__all__ = [
    "RULES",
    "Attack",
    "AttackReport",
    "Blocker",
    "Breach",
    "Corpus",
    "Exchange",
    "Fate",
    "Goal",
    "Jam",
    "Streamer",
    "Trial",
    "attack_table",
    "attacks_file",
    "attacks_to_json",
    "blockers_file",
    "breaches",
    "fate",
    "jam_table",
    "jams_to_json",
    "make_attack_report",
    "own_words",
    "read_attacks",
    "read_blockers",
    "run_attacks",
    "run_blockers",
]
