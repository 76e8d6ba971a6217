"""`python -m benchmarks.questions`: how many questions there are, by file, kind and part."""

from collections import Counter

from benchmarks.questions import FILES, part_of, read_lines

PARTS = ("train", "choose", "test")


def main() -> None:
    for name in FILES:
        counts = Counter((row.get("want", "all"), part_of(row.get("id") or row["text"])) for row in read_lines(name))
        print(f"{name}: {sum(counts.values()):,} lines" + "".join(f", {part}" for part in PARTS))
        for kind in sorted({kind for kind, _ in counts}):
            print(f"  {kind:<11}" + "".join(f"{counts[kind, part]:>8,}" for part in PARTS))


if __name__ == "__main__":
    main()
