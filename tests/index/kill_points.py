"""Where a write begins or ends to change something on the disk."""

from tests.index.warm import Point

_ROOMS = {
    "tables": "assistant.index.store.tables",
    "source_updates": "assistant.index.store.source_updates",
    "paper_identity": "assistant.index.store.paper_identity",
    "near_copies": "assistant.index.store.near_copies",
    "removals": "assistant.index.store.removals",
    "kept_vectors": "assistant.index.store.kept_vectors",
    "derived_stores": "assistant.index.derived_stores",
    "vectors": "assistant.index.vectors.writing",
    "words": "assistant.index.words.writing",
    "spelling": "assistant.index.words.spelling",
    "writer": "assistant.index.writer",
    "layout": "assistant.index.layout",
    "seal": "assistant.index.seal",
    "pathlib": "pathlib",
    "shutil": "shutil",
}
# In the order of a write, whose batches are of two papers.
_STEPS = {
    "first": """
        before tables:_prepare
        after tables:_check_tables
        after writer:IndexWriter._new_generation
        after source_updates:replace_source
        before words:WordWriter.__init__
        before pathlib:Path.replace
        after layout:write_manifest""",
    "update": """
        before near_copies:_Texts.decide
        after near_copies:compare
        after paper_identity:settle
        after source_updates:replace_source
        after kept_vectors:keep
        after derived_stores:_note
        after vectors:VectorWriter.delete
        after vectors:VectorWriter.add
        before spelling:american
        after words:WordWriter.replace
        after layout:write_manifest
        after derived_stores:_mark_done
        after vectors:VectorWriter.delete 2
        before derived_stores:_mark_done 2
        before kept_vectors:forget
        before seal:seal
        before pathlib:Path.replace 4
        before writer:IndexWriter.close""",
    "remove": """
        after source_updates:drop_source
        before words:WordWriter.replace
        after derived_stores:_mark_done
        before removals:end_removals""",
    "rebuild": """
        after writer:IndexWriter._new_generation
        after kept_vectors:keep
        after derived_stores:_mark_done
        before layout:write_manifest
        after layout:write_manifest
        before shutil:rmtree
        after shutil:rmtree""",
    "rebuild of another dimension": """
        after vectors:VectorWriter.add""",
    "mending": """
        after writer:IndexWriter._new_generation
        after layout:write_manifest""",
}


def points() -> list[tuple[str, Point]]:
    """All, each with the write that comes to it."""
    found = []
    for write, steps in _STEPS.items():
        for line in steps.strip().splitlines():
            side, place, *nth = line.split()
            room, _, function = place.partition(":")
            found.append((write, Point(side, f"{_ROOMS[room]}:{function}", int(*nth or [1]))))
    return found
