"""What the page asks of each of its views."""

from typing import Protocol


class View(Protocol):
    """One of the screens of the page, of which the header shows the labels and one is seen at a time."""

    @property
    def name(self) -> str:
        """One word for addresses, `#papers`, and for the id of its column, `view-papers`."""
        ...

    @property
    def label(self) -> str:
        """One word for the reader."""
        ...

    def make(self) -> None:
        """Makes its components; called once, inside its column, in the order of the views."""
        ...

    def connect(self) -> None:
        """Connects its handlers; called once, after every view has made its components."""
        ...
