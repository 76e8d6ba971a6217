"""Hostile abstracts -> questions -> what they got: how far a paper reaches."""

from assistant.evaluation.attacks.attack import Attack, Goal, attacks_file, read_attacks
from assistant.evaluation.attacks.report import AttackReport, attack_table, attacks_to_json, make_attack_report
from assistant.evaluation.attacks.rules import RULES, Breach, Corpus, breaches, own_words
from assistant.evaluation.attacks.running import Exchange, Streamer, Trial, run_attacks

__all__ = [
    "RULES",
    "Attack",
    "AttackReport",
    "Breach",
    "Corpus",
    "Exchange",
    "Goal",
    "Streamer",
    "Trial",
    "attack_table",
    "attacks_file",
    "attacks_to_json",
    "breaches",
    "make_attack_report",
    "own_words",
    "read_attacks",
    "run_attacks",
]
